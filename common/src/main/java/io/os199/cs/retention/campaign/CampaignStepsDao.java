package io.os199.cs.retention.campaign;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The due work on the steps of all campaigns. */
interface CampaignStepsDao {
    /** A campaign with something due. */
    record Due(String clientId, String campaignId) {}

    @SqlQuery(
            """
            select k.client_id, k.campaign_id
            from campaigns k
            left join lateral (
                select count(*) as of,
                    bool_or(
                        m.sent_at is not null
                        or s.due_date < :today and s.overdue_noted_on is null
                        or s.message_id is null and s.channel = 'email' and k.send_emails
                            and k.automation_id is not null
                            and s.due_date + time '10:00' <= cast(:now as timestamptz) at time zone 'UTC') as is_due
                from campaign_steps s
                left join email_messages m on m.client_id = s.client_id and m.message_id = s.message_id
                where s.client_id = k.client_id and s.campaign_id = k.campaign_id and s.status = 'pending') pending
                on true
            where k.status = 'active' and (pending.of = 0 or pending.is_due)
            order by k.client_id, k.campaign_id
            """)
    @RegisterConstructorMapper(Due.class)
    List<Due> due(LocalDate today, Instant now);

    /**
     * Returns the due steps of a campaign that an automation started and that sends mail, whose mail could not be
     * written at the start.
     */
    @SqlQuery(
            """
            select k.client_id, k.campaign_id, k.automation_id, k.playbook_key as campaign_type, s.step_no, s.due_date,
                p.step ->> 'subject' as subject, p.step ->> 'body_text' as body_text
            from campaign_steps s
            join campaigns k using (client_id, campaign_id)
            join playbooks b on b.playbook_key = k.playbook_key and b.playbook_version = k.playbook_version
            cross join lateral (
                select step
                from jsonb_array_elements(b.steps) step
                where step ->> 'title' = s.title and step ->> 'channel' = 'email' and step ->> 'subject' is not null
                limit 1) p
            where k.client_id = :clientId and k.campaign_id = :campaignId and k.status = 'active'
                and s.status = 'pending' and s.channel = 'email' and s.message_id is null and k.send_emails and k.automation_id is not null and s.due_date + time '10:00' <= cast(:now as timestamptz) at time zone 'UTC'
            order by s.step_no
            """)
    @RegisterConstructorMapper(DueMail.class)
    List<DueMail> unqueued(String clientId, String campaignId, Instant now);

    record DueMail(
            String clientId,
            String campaignId,
            @Nullable String automationId,
            CampaignType campaignType,
            int stepNo,
            LocalDate dueDate,
            String subject,
            String bodyText) {}

    @SqlUpdate(
            """
            update campaign_steps
            set message_id = :messageId, updated_at = :now
            where client_id = :clientId and campaign_id = :campaignId and step_no = :stepNo
            """)
    void queued(String clientId, String campaignId, int stepNo, String messageId, Instant now);

    record Step(CampaignKind kind, int stepNo, LocalDate dueDate) {}

    @SqlQuery(
            """
            update campaign_steps s
            set status = 'done', done_at = m.sent_at, updated_at = :now
            from email_messages m, campaigns k
            where s.client_id = :clientId and s.campaign_id = :campaignId and s.status = 'pending'
                and m.client_id = s.client_id and m.message_id = s.message_id and m.sent_at is not null and k.client_id = s.client_id and k.campaign_id = s.campaign_id
                and k.status = 'active'
            returning k.kind, s.step_no, s.due_date
            """)
    @RegisterConstructorMapper(Step.class)
    List<Step> completeSent(String clientId, String campaignId, Instant now);

    /** Whether a campaign is active and has no open step. */
    @SqlQuery(
            """
            select exists (
                select from campaigns k
                where k.client_id = :clientId and k.campaign_id = :campaignId and k.status = 'active' and not exists (
                    select from campaign_steps s
                    where s.client_id = k.client_id and s.campaign_id = k.campaign_id and s.status = 'pending'))
            """)
    boolean isFinished(String clientId, String campaignId);

    @SqlUpdate(
            """
            update campaigns
            set status = 'completed', closed_on = :today, outcome = :outcome, updated_at = :now
            where client_id = :clientId and campaign_id = :campaignId
            """)
    void complete(
            String clientId,
            String campaignId,
            CampaignOutcome outcome,
            LocalDate today,
            Instant now);

    @SqlQuery(
            """
            update campaign_steps s
            set overdue_noted_on = s.due_date + 1, updated_at = :now
            from campaigns k
            where s.client_id = :clientId and s.campaign_id = :campaignId and s.status = 'pending'
                and s.due_date < :today and s.overdue_noted_on is null and k.client_id = s.client_id and k.campaign_id = s.campaign_id and k.status = 'active'
            returning k.kind, s.step_no, s.due_date
            """)
    @RegisterConstructorMapper(Step.class)
    List<Step> noteOverdue(String clientId, String campaignId, LocalDate today, Instant now);
}
