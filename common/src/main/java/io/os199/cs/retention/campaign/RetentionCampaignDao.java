package io.os199.cs.retention.campaign;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.retention.facts.LiveClients;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;
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

/** Rows of {@code campaigns}, {@code campaign_steps} and {@code playbooks}. */
interface RetentionCampaignDao {
    /** Whether the client of a campaign {@code k} was live on the day 90 days after its end. */
    String RETAINED =
            """
            not exists (
                select from churn_events e
                where e.client_id = k.client_id and e.churned_on <= k.closed_on + 90 and not exists (
            """
                    + LiveClients.RETURN
                    + """
                      and (l.changed_at at time zone 'UTC')::date <= k.closed_on + 90))
                    """;

    @SqlQuery(
            """
            select playbook_key, playbook_version, name, kind, goal, steps::text as steps
            from playbooks
            where playbook_key = :key and active
            """)
    @RegisterConstructorMapper(PlaybookRow.class)
    Optional<PlaybookRow> playbook(CampaignType key);

    /** A playbook with its steps as JSON. */
    record PlaybookRow(
            String playbookKey,
            int playbookVersion,
            String name,
            CampaignKind kind,
            String goal,
            String steps) {}

    /** Locks the client's row until the transaction ends. */
    @SqlQuery("select status, csm from clients where client_id = :clientId for no key update")
    @RegisterConstructorMapper(LockedClient.class)
    LockedClient lockClient(String clientId);

    record LockedClient(ClientStatus status, @Nullable String csm) {}

    @SqlQuery(
            """
            select campaign_id from campaigns
            where client_id = :clientId and kind = :kind and status = 'active'
            """)
    Optional<String> active(String clientId, CampaignKind kind);

    @SqlUpdate(
            """
            insert into campaigns (client_id, campaign_id, kind, playbook_key, playbook_version, intervention_level,
                owner, goal, baseline, target_health_score, send_emails, started_on, ends_on, automation_id, created_at,
                updated_at)
            values (:order.client.clientId, :campaignId, :playbook.kind, :playbook.playbookKey,
                :playbook.playbookVersion, :order.level, :owner, :goal, cast(:baseline as jsonb), :target,
                :order.sendEmails, :order.startsOn, :endsOn, :order.automationId, :now, :now)
            """)
    void insert(
            String campaignId,
            @BindMethods("order") CampaignOrder order,
            @BindMethods("playbook") Playbook playbook,
            @Nullable String owner,
            String goal,
            String baseline,
            @Nullable BigDecimal target,
            LocalDate endsOn,
            Instant now);

    @SqlUpdate(
            """
            insert into campaign_steps (client_id, campaign_id, step_no, title, channel, owner, due_date, message_id,
                created_at, updated_at)
            select :clientId, :campaignId, s.step_no, s.title, s.channel, :owner, s.due_date, s.message_id, :now, :now
            from jsonb_to_recordset(cast(:steps as jsonb)) s (step_no int, title text, channel text, due_date date,
                message_id text)
            """)
    void insertSteps(
            String clientId, String campaignId, @Nullable String owner, String steps, Instant now);

    /** The columns of a step to insert. */
    record StepRow(
            int stepNo,
            String title,
            Channel channel,
            LocalDate dueDate,
            @Nullable String messageId) {}

    @SqlQuery("select client_id from campaigns where campaign_id = :campaignId")
    Optional<String> clientOf(String campaignId);

    /** Finds a campaign; {@code retained} says whether the client was live on the day 90 days after the end. */
    @SqlQuery(
            """
            select k.campaign_id, k.client_id, c.name as client_name, k.kind, k.playbook_key as campaign_type,
                k.playbook_version, k.intervention_level, k.status, k.owner, k.goal, k.target_health_score,
                k.send_emails, k.started_on, k.ends_on, k.closed_on, k.outcome, k.result_text, k.automation_id,
                k.baseline, k.version,
                case when k.closed_on + 90 <= :today then
            """
                    + RETAINED
                    + """
                        end as retained
                    from campaigns k
                    join clients c using (client_id)
                    where k.campaign_id = :campaignId
                    """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String campaignId, LocalDate today);

    /** A campaign with the state of its client at the start. */
    record Row(@Nested RetentionCampaign campaign, @Json Measurement baseline) {}

    /** Returns the state of the client at the start. */
    @SqlQuery("select baseline from campaigns where campaign_id = :campaignId")
    @Json
    Measurement baseline(String campaignId);

    @SqlQuery(
            "select version from campaigns where campaign_id = :campaignId and client_id ="
                    + " :clientId for update")
    int lock(String clientId, String campaignId);

    @SqlQuery(
            """
            select s.step_no, s.title, s.channel, s.owner, s.due_date, s.status, s.done_at, s.result_text, s.message_id,
                m.status as email_status
            from campaign_steps s
            left join email_messages m on m.client_id = s.client_id and m.message_id = s.message_id
            where s.client_id = :clientId and s.campaign_id = :campaignId
            order by s.step_no
            """)
    @RegisterConstructorMapper(CampaignStep.class)
    List<CampaignStep> steps(String clientId, String campaignId);

    /** Updates a step; moving its due date clears the note that it was overdue. */
    @SqlUpdate(
            """
            update campaign_steps
            set status = :step.status, due_date = :step.dueDate, done_at = :step.doneAt, result_text = :step.resultText,
                message_id = :step.messageId,
                overdue_noted_on = case when due_date = :step.dueDate then overdue_noted_on end, updated_at = :now
            where client_id = :clientId and campaign_id = :campaignId and step_no = :step.stepNo
            """)
    void updateStep(
            String clientId,
            String campaignId,
            @BindMethods("step") CampaignStep step,
            Instant now);

    @SqlUpdate(
            """
            update campaigns
            set version = version + 1, updated_at = :now,
                ends_on = (select max(s.due_date) from campaign_steps s
                    where s.client_id = :clientId and s.campaign_id = :campaignId)
            where client_id = :clientId and campaign_id = :campaignId
            """)
    void touch(String clientId, String campaignId, Instant now);

    /**
     * Ends the campaign with its open steps, and returns the ids of their mails, an empty string for a step without
     * one.
     */
    @SqlQuery(
            """
            with campaign as (
                update campaigns
                set status = :status, closed_on = :closedOn, outcome = :outcome,
                    result_text = coalesce(:resultText, result_text), version = version + :byHand, updated_at = :now
                where client_id = :clientId and campaign_id = :campaignId and status = 'active')
            update campaign_steps
            set status = 'cancelled', updated_at = :now
            where client_id = :clientId and campaign_id = :campaignId and status = 'pending'
            returning coalesce(message_id, '')
            """)
    List<String> end(
            String clientId,
            String campaignId,
            RetentionCampaignStatus status,
            @Nullable CampaignOutcome outcome,
            @Nullable String resultText,
            LocalDate closedOn,
            int byHand,
            Instant now);

    /** Whether the client left in the course of the campaign; the client of a winback had left before it began. */
    @SqlQuery(
            """
            select exists (
                select from churn_events
                where client_id = :clientId
                    and (churned_on > :startedOn or churned_on = :startedOn and :kind <> 'winback'))
            """)
    boolean hasChurned(String clientId, LocalDate startedOn, CampaignKind kind);

    /** Returns some campaigns that are under way, to suggest to a caller who asks for one that does not exist. */
    @SqlQuery(
            """
            select k.campaign_id, c.name as client_name
            from campaigns k
            join clients c using (client_id)
            where k.status = 'active'
            order by k.created_at desc, k.campaign_id
            limit 5
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> known();

    record Known(String campaignId, String clientName) {}

    @PlannedForItsValues
    @SqlQuery(
            """
            with pending as (
                select client_id, campaign_id, count(*) filter (where due_date < :today)::int as overdue_count,
                    min(due_date) as next_due_date
                from campaign_steps
                where status = 'pending' and (cast(:clientId as text) is null or client_id = :clientId)
                group by client_id, campaign_id),
            placed as (
                select client_id, campaign_id, coalesce(p.overdue_count, 0) as overdue_count,
                    case when p.overdue_count > 0 then 0 else 1 end as place,
                    coalesce(p.next_due_date, 'infinity') as due
                from campaigns k
                left join pending p using (client_id, campaign_id)
                where k.status = :status and (cast(:clientId as text) is null or k.client_id = :clientId)
                    and (not :overdueOnly or p.overdue_count > 0)),
            page as materialized (
                select *
                from placed
                where cast(:afterPlace as int) is null
                    or (place, due, campaign_id) > (:afterPlace, cast(:afterDue as date), :afterId)
                order by place, due, campaign_id
                limit :limit)
            select k.client_id, k.campaign_id, c.name as client_name, k.kind, k.playbook_key as campaign_type,
                k.playbook_version, k.intervention_level, k.status, k.owner, k.goal, k.target_health_score,
                k.send_emails, k.started_on, k.ends_on, k.closed_on, k.outcome, k.result_text, k.automation_id,
                k.version, s.step_count, s.finished_count, page.overdue_count, n.step_no as next_step_no,
                n.title as next_title, n.channel as next_channel, n.due_date as next_due, n.owner as next_owner,
                page.place || ' ' || page.due as position,
                case when k.closed_on + 90 <= :today then
            """
                    + RETAINED
                    + """
                        end as retained
                    from page
                    join campaigns k on k.client_id = page.client_id and k.campaign_id = page.campaign_id
                    join clients c on c.client_id = page.client_id
                    cross join lateral (
                        select count(*)::int as step_count,
                            count(*) filter (where s.status in ('done', 'skipped'))::int as finished_count
                        from campaign_steps s
                        where s.client_id = k.client_id and s.campaign_id = k.campaign_id) s
                    left join lateral (
                        select s.step_no, s.title, s.channel, s.due_date, s.owner
                        from campaign_steps s
                        where s.client_id = k.client_id and s.campaign_id = k.campaign_id and s.status = 'pending'
                        order by s.due_date, s.step_no
                        limit 1) n on true
                    order by page.place, page.due, page.campaign_id
                    """)
    @RegisterConstructorMapper(ListedRow.class)
    List<ListedRow> page(
            @BindMethods CampaignFilter filter,
            LocalDate today,
            @Nullable Integer afterPlace,
            @Nullable String afterDue,
            @Nullable String afterId,
            int limit);

    /** The columns of a {@link ListedCampaign}. */
    record ListedRow(
            @Nested RetentionCampaign campaign,
            @Nested ListedCampaign.Progress progress,
            String position) {
        ListedCampaign toListed() {
            return new ListedCampaign(campaign, progress, position);
        }
    }

    @PlannedForItsValues
    @SqlQuery(
            """
            select count(*)
            from campaigns k
            where k.status = :status and (cast(:clientId as text) is null or k.client_id = :clientId)
                and (not :overdueOnly or exists (
                    select from campaign_steps s
                    where s.client_id = k.client_id and s.campaign_id = k.campaign_id and s.status = 'pending'
                        and s.due_date < :today))
            """)
    long count(@BindMethods CampaignFilter filter, LocalDate today);

    /** Compares the outcomes of ended campaigns; one that was called off by hand does not count. */
    @SqlQuery(
            """
            with model as materialized (
                select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
                from scoring_models
                where kind = 'health' and status = 'active' and name = :healthModel)
            select k.playbook_key as campaign_type, count(*)::int as closed_count,
                count(*) filter (where k.is_mature)::int as matured_count,
                count(*) filter (where k.is_mature and k.retained)::int as retained_count,
                percentile_cont(0.5) within group (order by k.health_change) as median_health_change_points
            from (
                select k.playbook_key, k.closed_on + 90 <= :today as is_mature,
                    h.overall - (k.baseline ->> 'health_score')::numeric as health_change,
            """
                    + RETAINED
                    + """
                                as retained
                        from campaigns k
                        left join model m on true
                        left join lateral (
                            select h.overall
                            from health_scores h
                            where h.client_id = k.client_id and h.model_id = m.model_id and h.model_version = m.model_version
                                and h.lookback_days = m.lookback_days and h.score_date <= k.closed_on
                                and h.score_date > k.closed_on - 30 and h.overall is not null
                            order by h.score_date desc
                            limit 1) h on true
                        where k.status in ('completed', 'cancelled') and k.closed_on > :today - 365
                            and k.closed_on <= :today and k.outcome is not null) k
                    group by k.playbook_key
                    order by k.playbook_key
                    """)
    @RegisterConstructorMapper(Effectiveness.class)
    List<Effectiveness> effectiveness(LocalDate today, String healthModel);
}
