package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.report.StoredReport.Content;
import io.os199.cs.feedback.voice.report.VoiceReport.FeatureDemand;
import io.os199.cs.feedback.voice.report.VoiceReport.RoadmapEntry;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads and stores reports, and reads the other data that goes into one. */
interface ReportDao {
    /** Returns a text that changes when a row that goes into a report is added, changed or removed. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select concat_ws(' ',
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from feedback
                 where (cast(:clientId as text) is null or client_id = :clientId) and received_at < :until),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from survey_responses
                 where (cast(:clientId as text) is null or client_id = :clientId) and responded_at < :known
                    and responded_at >= :earliest),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from touchpoints
                 where (cast(:clientId as text) is null or client_id = :clientId) and occurred_at >= :earliest),
                (select count(*) || '/' || sum(extract(epoch from sent_at)) from survey_sends
                 where (cast(:clientId as text) is null or client_id = :clientId) and sent_at >= :earliest),
                (select count(*) || '/' || sum(arr_delta_amount) from revenue_movements
                 where (cast(:clientId as text) is null or client_id = :clientId) and effective_on < :periodEnd),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from tickets
                 where (cast(:clientId as text) is null or client_id = :clientId) and priority in ('P0', 'P1')
                    and deleted_at is null and status not in ('resolved', 'closed')),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from clients
                 where cast(:clientId as text) is null or client_id = :clientId),
                (select count(*) || '/' || sum(extract(epoch from linked_at)) from insight_evidence
                 where cast(:clientId as text) is null or client_id = :clientId),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from insights),
                (select count(*) || '/' || sum(extract(epoch from linked_at)) from roadmap_feedback
                 where cast(:clientId as text) is null or client_id = :clientId),
                (select count(*) || '/' || sum(extract(epoch from updated_at)) from roadmap_items))
            """)
    String sources(@BindMethods VoiceScope scope, Instant earliest);

    /** A report as a row. */
    record Row(String reportId, Instant createdAt, @Json Content content) {}

    @SqlQuery(
            """
            select report_id, created_at, content
            from voc_reports
            where coalesce(client_id, '') = coalesce(:clientId, '') and period_start = :periodStart
                and period_end = :periodEnd and audience = :audience and source_hash = :sourceHash
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> made(@BindMethods VoiceScope scope, ReportAudience audience, String sourceHash);

    /** Stores a report; returns 0 where another worker has stored it at the same moment. */
    @SqlUpdate(
            """
            insert into voc_reports (report_id, client_id, report_type, period_start, period_end, audience, content,
                source_hash, created_by, created_at, updated_at)
            values (:reportId, :clientId, :type, :periodStart, :periodEnd, :audience, cast(:content as jsonb), :sourceHash,
                :createdBy, :now, :now)
            on conflict do nothing
            """)
    int insert(
            String reportId,
            @BindMethods VoiceScope scope,
            ReportType type,
            ReportAudience audience,
            String content,
            String sourceHash,
            String createdBy,
            Instant now);

    @SqlQuery("select report_id, created_at, content from voc_reports where report_id = :reportId")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String reportId);

    /** Returns the newest report of a scope, of a type or a period where one is named. */
    @SqlQuery(
            """
            select report_id, created_at, content
            from voc_reports
            where client_id is not distinct from cast(:clientId as text)
                and (cast(:type as text) is null or report_type = :type)
                and (cast(:periodStart as date) is null or period_start = :periodStart)
                and (cast(:periodEnd as date) is null or period_end = :periodEnd)
            order by created_at desc, report_id desc
            limit 1
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> newest(
            @Nullable String clientId,
            @Nullable ReportType type,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd);

    /** Counts the requests and bugs of the period by the features that they are tagged with. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select k.key as feature_key, k.name, (count(*) filter (where f.type = 'feature_request'))::int as request_count,
                (count(*) filter (where f.type = 'bug_report'))::int as bug_count,
                count(distinct f.client_id)::int as client_count
            from feedback f
            join features k on k.key = any(f.tags)
            where f.received_at >= :from and f.received_at < :until and f.type in ('feature_request', 'bug_report')
                and (cast(:clientId as text) is null or f.client_id = :clientId)
            group by k.key, k.name
            order by count(*) desc, k.key
            """)
    @RegisterConstructorMapper(FeatureDemand.class)
    List<FeatureDemand> features(@BindMethods VoiceScope scope);

    @PlannedForItsValues
    @SqlQuery(
            """
            select i.status as key, count(*)::int as count
            from insights i
            where i.created_at < :known
                and (cast(:clientId as text) is null or exists (
                    select from insight_evidence e where e.insight_id = i.insight_id and e.client_id = :clientId))
            group by i.status
            order by array_position(array['draft', 'delivered', 'acknowledged', 'accepted', 'planned', 'shipped', 'declined'],
                i.status)
            """)
    @RegisterConstructorMapper(Count.class)
    List<Count> insights(@BindMethods VoiceScope scope);

    /** Returns the roadmap items with feedback of the scope behind them, those that most clients asked for first. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select i.item_id as roadmap_item_id, i.title, i.status, i.target_period, i.shipped_on,
                count(l.feedback_id)::int as feedback_count, count(distinct l.client_id)::int as client_count
            from roadmap_items i
            left join roadmap_feedback l on l.item_id = i.item_id
                and (cast(:clientId as text) is null or l.client_id = :clientId)
            where i.created_at < :known
            group by i.item_id
            having cast(:clientId as text) is null or count(l.feedback_id) > 0
            order by client_count desc, feedback_count desc, i.item_id
            """)
    @RegisterConstructorMapper(RoadmapEntry.class)
    List<RoadmapEntry> roadmap(@BindMethods VoiceScope scope);
}
