package io.os199.cs.feedback.insight;

import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.insight.InsightEvidence.AffectedClient;
import io.os199.cs.feedback.insight.InsightEvidence.TaggedFeature;
import io.os199.cs.feedback.insight.InsightEvidence.Totals;
import io.os199.cs.feedback.insight.SharedInsight.Similar;
import io.os199.cs.feedback.insight.SharedInsight.Stored;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads and writes insights and the feedback behind them. */
interface InsightDao {
    @SqlUpdate(
            """
            insert into insights (insight_id, insight_type, title, description, priority, status, customer_impact_text,
                business_impact_text, recommended_action_text, recipients, links, due_date, created_by, created_at,
                updated_at)
            values (:insightId, :insightType, :title, :description, :priority, 'draft', :customerImpact,
                :businessImpact, :recommendedAction, cast(:addresses as text[]), cast(:urls as text[]), :dueDate, :actor,
                :now, :now)
            """)
    void insert(
            String insightId,
            @BindMethods NewInsight insight,
            String[] addresses,
            String[] urls,
            String actor,
            Instant now);

    String STORED =
            """
            select insight_id, version, status, insight_type, title, priority, due_date
            from insights
            where insight_id = :insightId
            """;

    @SqlQuery(STORED)
    @RegisterConstructorMapper(Stored.class)
    Stored find(String insightId);

    /** Locks an insight until the end of the transaction. */
    @SqlQuery(STORED + " for no key update")
    @RegisterConstructorMapper(Stored.class)
    Optional<Stored> lock(String insightId);

    @SqlUpdate(
            """
            update insights
            set status = 'delivered', delivered_at = :now, updated_at = :now
            where insight_id = :insightId
            """)
    void deliver(String insightId, Instant now);

    @SqlUpdate(
            """
            update insights set value_score = round(cast(:score as numeric), 2) where insight_id = :insightId
            """)
    void value(String insightId, double score);

    @SqlUpdate(
            """
            update insights
            set status = :status, version = version + 1,
                acknowledged_at = case when :acknowledged then coalesce(acknowledged_at, :now) else acknowledged_at end,
                decided_at = case when :decided then coalesce(decided_at, :now) else decided_at end,
                resolution_text = coalesce(:resolution, resolution_text), updated_at = :now
            where insight_id = :insightId
            """)
    void move(
            String insightId,
            InsightStatus status,
            boolean acknowledged,
            boolean decided,
            @Nullable String resolution,
            Instant now);

    /**
     * Locks the items that exist, in a fixed order, so that transactions that move the same items wait instead of
     * deadlocking.
     */
    @SqlQuery(
            """
            select feedback_id
            from feedback
            where feedback_id = any(:feedbackIds)
            order by client_id, feedback_id
            for no key update
            """)
    List<String> lockFeedback(String[] feedbackIds);

    @SqlQuery("select feedback_id from insight_evidence where insight_id = :insightId")
    List<String> linked(String insightId);

    @SqlUpdate(
            """
            insert into insight_evidence (client_id, feedback_id, insight_id, linked_at)
            select client_id, feedback_id, :insightId, :now
            from feedback
            where feedback_id = any(:feedbackIds)
            on conflict do nothing
            """)
    void link(String insightId, String[] feedbackIds, Instant now);

    /** Adds affected clients; those that gave feedback are affected without being added. */
    @SqlUpdate(
            """
            insert into insight_clients (client_id, insight_id, added_by, added_at)
            select c.client_id, :insightId, :actor, :now
            from unnest(cast(:clientIds as text[])) as c (client_id)
            where not exists (
                select
                from insight_evidence e
                where e.insight_id = :insightId and e.client_id = c.client_id)
            on conflict do nothing
            """)
    void affect(String insightId, String[] clientIds, String actor, Instant now);

    /** Moves the items behind an insight whose status allows it. */
    @SqlUpdate(
            """
            update feedback f
            set status = :to, updated_at = :now,
                decided_at = case when :decided then coalesce(f.decided_at, :now) else f.decided_at end
            from insight_evidence e
            where e.insight_id = :insightId and f.client_id = e.client_id and f.feedback_id = e.feedback_id
                and f.status = any(:from)
            """)
    int moveFeedback(
            String insightId, FeedbackStatus to, String[] from, boolean decided, Instant now);

    @SqlQuery(
            """
            select count(*)::int as feedback_count, count(f.sentiment_score)::int as scored_count,
                avg(f.sentiment_score) as mean_sentiment, min(f.received_at) as first_received_at,
                max(f.received_at) as last_received_at,
                (select coalesce(sum(m.arr_delta_amount), 0)
                 from revenue_movements m
                 where m.effective_on <= :today) as portfolio_arr
            from insight_evidence e
            join feedback f using (client_id, feedback_id)
            where e.insight_id = :insightId
            """)
    @RegisterConstructorMapper(Totals.class)
    Totals totals(String insightId, LocalDate today);

    String AFFECTED =
            """
            with affected as (
                select client_id, count(feedback_id)::int as feedback_count
                from (
                    select client_id, feedback_id
                    from insight_evidence
                    where insight_id = :insightId
                    union all
                    select client_id, null
                    from insight_clients
                    where insight_id = :insightId) as every
                group by client_id
            )
            """;

    /** A client with its names. */
    record ClientRow(
            String clientId,
            String clientName,
            String companyName,
            Tier tier,
            @Nullable String industry,
            BigDecimal arr,
            int feedbackCount) {
        AffectedClient client() {
            return new AffectedClient(clientId, clientName, tier, industry, arr, feedbackCount);
        }
    }

    @SqlQuery(
            AFFECTED
                    + """
                    select c.client_id, c.name as client_name, c.company_name, c.tier, c.industry, r.arr, a.feedback_count
                    from affected a
                    join clients c using (client_id)
                    cross join lateral (
                        select coalesce(sum(m.arr_delta_amount), 0) as arr
                        from revenue_movements m
                        where m.client_id = c.client_id and m.effective_on <= :today) r
                    order by r.arr desc, c.client_id
                    """)
    @RegisterConstructorMapper(ClientRow.class)
    List<ClientRow> clients(String insightId, LocalDate today);

    @SqlQuery(
            AFFECTED
                    + """
                    , tagged as (
                        select distinct f.key
                        from insight_evidence e
                        join feedback b using (client_id, feedback_id)
                        cross join unnest(b.tags) as tag
                        join features f on f.key = tag
                        where e.insight_id = :insightId
                    )
                    select t.key as feature_key, count(a.client_id)::int as using_client_count
                    from tagged t
                    left join affected a on exists (
                        select
                        from usage_daily_features d
                        where d.client_id = a.client_id and d.feature_key = t.key and d.day between :since and :today
                            and d.event_count > 0)
                    group by t.key
                    order by using_client_count desc, t.key
                    """)
    @RegisterConstructorMapper(TaggedFeature.class)
    List<TaggedFeature> features(String insightId, LocalDate since, LocalDate today);

    /** A customer's words as they were written. */
    record SaidRow(
            String clientId,
            String feedbackId,
            String text,
            @Nullable String submitterName,
            @Nullable Label sentiment) {}

    /**
     * Returns the items that express the common view most clearly, at most two per client, without those whose words
     * were erased.
     */
    @SqlQuery(
            """
            with weighed as (
                select f.client_id, f.feedback_id, coalesce(f.content_text, f.title) as text, f.submitter_name,
                    f.sentiment, f.received_at,
                    case :label when 'positive' then f.sentiment_score when 'negative' then -f.sentiment_score
                        else abs(f.sentiment_score) end * f.sentiment_confidence as weight
                from insight_evidence e
                join feedback f using (client_id, feedback_id)
                where e.insight_id = :insightId and coalesce(f.content_text, f.title) <> '[erased]'
            ),
            placed as (
                select *, row_number() over (partition by client_id
                    order by weight desc nulls last, received_at desc, feedback_id) as place
                from weighed
            )
            select client_id, feedback_id, text, submitter_name, sentiment
            from placed
            where place <= :mostOfAClient
            order by weight desc nulls last, received_at desc, feedback_id
            limit :most
            """)
    @RegisterConstructorMapper(SaidRow.class)
    List<SaidRow> said(String insightId, String label, int mostOfAClient, int most);

    @SqlQuery(
            """
            with sharing as (
                select o.insight_id, count(*)::int as shared_feedback_count
                from insight_evidence e
                join insight_evidence o using (client_id, feedback_id)
                where e.insight_id = :insightId and o.insight_id <> :insightId
                group by o.insight_id
            ),
            alike as (
                select insight_id, similarity(title, :title) as likeness
                from insights
                where title % :title and insight_id <> :insightId and similarity(title, :title) >= 0.60::real
            )
            select i.insight_id, i.title, coalesce(s.shared_feedback_count, 0) as shared_feedback_count, i.status,
                i.version, i.delivered_at, count(*) over ()::int as total
            from insights i
            left join sharing s using (insight_id)
            left join alike a using (insight_id)
            where i.insight_id in (select insight_id from sharing union select insight_id from alike)
            order by shared_feedback_count desc, a.likeness desc nulls last, i.insight_id
            limit :most
            """)
    @RegisterConstructorMapper(Similar.class)
    List<Similar> similar(String insightId, String title, int most);
}
