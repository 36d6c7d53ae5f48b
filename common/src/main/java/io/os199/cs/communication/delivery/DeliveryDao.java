package io.os199.cs.communication.delivery;

import io.os199.cs.communication.mail.Obstacles;
import io.os199.cs.communication.model.MessageStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages from the time they are due until a provider has them. */
interface DeliveryDao {
    /** The outcome for a message that was to be handed over. */
    enum HandOver {
        /** It is handed over now. */
        ALLOWED,
        /** As things stand now, it must no longer be sent. */
        SUPPRESSED,
        /** It belongs to another worker, its campaign was stopped, or its reader was erased. */
        GONE
    }

    /**
     * A message that this worker has claimed.
     *
     * @param tokenValues as JSON, by the words of tokens
     */
    record Held(
            String clientId,
            String messageId,
            String campaignId,
            String contactEmail,
            String tokenValues,
            int attempts) {}

    /**
     * Claims due messages of campaigns that are being sent, for the duration of the lease; no other worker has them
     * then. From a campaign that was held and had no mail accepted since, it claims only one: that one shows whether
     * the provider accepts the others.
     */
    @SqlQuery(
            """
            update email_messages m
            set status = 'sending', lease_until = :leaseUntil, claimed_by = :worker, attempts = m.attempts + 1, updated_at = :now
            from (
                select waiting.client_id, waiting.message_id
                from email_campaigns c
                cross join lateral (
                    select q.client_id, q.message_id, q.next_attempt_at
                    from email_messages q
                    where q.campaign_id = c.campaign_id and q.status = 'queued' and q.next_attempt_at <= :now
                    order by q.next_attempt_at
                    limit case when c.held_at is null then :most else 1 end
                    for no key update skip locked) waiting
                where c.status = 'sending'
                order by waiting.next_attempt_at
                limit :most) due
            where m.client_id = due.client_id and m.message_id = due.message_id
            returning m.client_id, m.message_id, m.campaign_id, m.contact_email, m.token_values::text as token_values, m.attempts
            """)
    @RegisterConstructorMapper(Held.class)
    List<Held> claim(String worker, Instant leaseUntil, Instant now, int most);

    /** Returns the content of campaigns, whoever they go to. */
    @SqlQuery(
            """
            select campaign_id, name, template_type, message_class, subject, body_text, body_html, sender_email, sender_name,
                audience is not null as is_fanned_out, held_at is not null as was_held
            from email_campaigns
            where campaign_id = any (:campaignIds)
            """)
    @RegisterConstructorMapper(Campaign.class)
    List<Campaign> campaigns(List<String> campaignIds);

    /**
     * Marks a message as handed over now, or as suppressed if, as things stand now, it must no longer be sent.
     * Returns empty if it no longer belongs to this worker, its campaign was stopped, or its reader was erased.
     */
    @SqlQuery(
            Obstacles.TOLD
                    + """
                        where m.client_id = :clientId and m.message_id = :messageId and m.contact_email = :contactEmail
                            and c.status = 'sending')
                    update email_messages m
                    set status = case when told.obstacle is null then 'sending' else 'suppressed' end,
                        handed_over_at = case when told.obstacle is null then :now::timestamptz end,
                        lease_until = case when told.obstacle is null then :leaseUntil::timestamptz end,
                        claimed_by = case when told.obstacle is null then m.claimed_by end,
                        last_error = told.obstacle, updated_at = :now
                    from told
                    where m.client_id = told.client_id and m.message_id = told.message_id and m.status = 'sending'
                        and m.claimed_by = :worker and m.handed_over_at is null
                    returning case when told.obstacle is null then 'allowed' else 'suppressed' end
                    """)
    Optional<HandOver> handOver(
            String clientId,
            String messageId,
            String contactEmail,
            String worker,
            Instant leaseUntil,
            Instant now);

    /** Writes the outcome, unless more certain information was written meanwhile. */
    @SqlUpdate(
            """
            update email_messages
            set status = case when :status = 'queued' and exists (
                    select from email_campaigns c
                    where c.campaign_id = email_messages.campaign_id and c.status = 'cancelled') then 'cancelled' else :status end,
                provider_id = coalesce(:providerId, provider_id), last_error = :error,
                next_attempt_at = coalesce(:nextAttemptAt, next_attempt_at),
                handed_over_at = case when :status = 'queued' then null else handed_over_at end,
                lease_until = case when :status = 'unconfirmed' then :nextAttemptAt::timestamptz end,
                claimed_by = case when :status = 'unconfirmed' then claimed_by end,
                sent_at = case when :status = 'sent' then :now::timestamptz else sent_at end, updated_at = :now
            where client_id = :clientId and message_id = :messageId and status in ('sending', 'unconfirmed')
                and claimed_by = :worker
            """)
    int settle(
            String clientId,
            String messageId,
            String worker,
            MessageStatus status,
            @Nullable String providerId,
            @Nullable String error,
            @Nullable Instant nextAttemptAt,
            Instant now);

    /** Queues a message that was marked as handed over but was not, without counting the attempt. */
    @SqlUpdate(
            """
            update email_messages
            set status = case when exists (
                    select from email_campaigns c
                    where c.campaign_id = email_messages.campaign_id and c.status = 'cancelled') then 'cancelled' else 'queued' end,
                attempts = greatest(attempts - 1, 0), last_error = :error, next_attempt_at = :at, handed_over_at = null,
                lease_until = null, claimed_by = null, updated_at = :now
            where client_id = :clientId and message_id = :messageId and status = 'sending' and claimed_by = :worker
            """)
    int putBack(
            String clientId,
            String messageId,
            String worker,
            String error,
            Instant at,
            Instant now);

    /** Releases messages that a worker has claimed and not handed over. */
    @SqlUpdate(
            """
            update email_messages
            set status = 'queued', attempts = attempts - 1, lease_until = null, claimed_by = null, updated_at = :now
            where client_id = any (:clientIds) and message_id = any (:messageIds) and status = 'sending'
                and claimed_by = :worker and handed_over_at is null
            """)
    int release(List<String> clientIds, List<String> messageIds, String worker, Instant now);

    /** Releases the messages of workers that did not come back: queued again if not handed over, in doubt otherwise. */
    @SqlUpdate(
            """
            update email_messages m
            set status = case when m.handed_over_at is not null then 'unconfirmed' when lost.is_cancelled then 'cancelled'
                    else 'queued' end,
                attempts = case when m.handed_over_at is null then greatest(m.attempts - 1, 0) else m.attempts end,
                last_error = case when m.handed_over_at is null then m.last_error else 'worker_lost' end,
                lease_until = case when m.handed_over_at is null then null else :doubtUntil::timestamptz end,
                claimed_by = case when m.handed_over_at is null then null else m.claimed_by end, updated_at = :now
            from (
                select l.client_id, l.message_id, c.status = 'cancelled' as is_cancelled
                from email_messages l
                join email_campaigns c on c.campaign_id = l.campaign_id
                where l.status = 'sending' and l.lease_until < :now
                for no key update of l skip locked) lost
            where m.client_id = lost.client_id and m.message_id = lost.message_id
            """)
    int releaseLost(Instant doubtUntil, Instant now);

    /**
     * Ends the doubt about messages for which no event of the provider came in time. Does nothing while received
     * events wait to be read.
     *
     * @param sendsAgain whether they are queued once more, at most once each
     */
    @SqlUpdate(
            """
            update email_messages m
            set status = case when old.goes_again then 'queued' else 'failed' end, last_error = 'delivery_unknown',
                next_attempt_at = :now, handed_over_at = case when old.goes_again then null else m.handed_over_at end,
                resent_at = case when old.goes_again then :now::timestamptz else m.resent_at end,
                lease_until = null, claimed_by = null, updated_at = :now
            from (
                select l.client_id, l.message_id, :sendsAgain and l.resent_at is null and c.status <> 'cancelled' as goes_again
                from email_messages l
                join email_campaigns c on c.campaign_id = l.campaign_id
                where l.status = 'unconfirmed' and l.lease_until < :now
                    and not exists (select from webhook_inbox w where w.source = 'sendgrid' and w.state = 'new')
                for no key update of l skip locked) old
            where m.client_id = old.client_id and m.message_id = old.message_id
            """)
    int giveUpDoubtful(boolean sendsAgain, Instant now);

    /**
     * Holds a campaign whose provider accepts nothing from us; the time since which it is held is kept if it was
     * tried meanwhile.
     */
    @SqlUpdate(
            """
            update email_campaigns
            set status = 'held', held_at = coalesce(held_at, :now), version = version + 1, updated_at = :now
            where campaign_id = :campaignId and status = 'sending'
            """)
    int hold(String campaignId, Instant now);

    /** Whether any campaign is held. */
    @SqlQuery("select exists (select from email_campaigns where status = 'held')")
    boolean anyHeld();

    /** Resumes held campaigns, which does not yet show whether their mail is accepted. */
    @SqlUpdate(
            """
            update email_campaigns
            set status = 'sending', version = version + 1, updated_at = :now
            where status = 'held'
            """)
    int resume(Instant now);

    /** Records that the provider accepted mail of a campaign that was held. */
    @SqlUpdate(
            """
            update email_campaigns
            set held_at = null, updated_at = :now
            where campaign_id = :campaignId and status = 'sending'
            """)
    int takenAgain(String campaignId, Instant now);

    /** Fails due messages of campaigns that have been held since before that time. */
    @SqlUpdate(
            """
            update email_messages m
            set status = 'failed', last_error = 'provider_unauthorized', updated_at = :now
            from email_campaigns c
            where c.campaign_id = m.campaign_id and c.status = 'held' and c.held_at < :before and m.status = 'queued'
                and m.next_attempt_at <= :now
            """)
    int expireHeld(Instant before, Instant now);

    /** Begins campaigns whose time has come. */
    @SqlUpdate(
            """
            update email_campaigns
            set status = 'sending', version = version + 1, updated_at = :now
            where status = 'scheduled' and scheduled_at <= :now and fanout_done_at is not null
            """)
    int begin(Instant now);

    /**
     * Finds campaigns that may be finished, and locks them so that nobody adds messages to them during this
     * transaction.
     */
    @SqlQuery(
            """
            select c.campaign_id
            from email_campaigns c
            where c.status in ('sending', 'held') and c.fanout_done_at is not null
                and not exists (
                    select from email_messages m
                    where m.campaign_id = c.campaign_id and m.status in ('queued', 'sending', 'unconfirmed'))
            for no key update of c skip locked
            """)
    List<String> maybeOver();

    /** Ends the campaigns in which nothing waits any more. */
    @SqlUpdate(
            """
            update email_campaigns c
            set status = 'sent', held_at = null, version = c.version + 1, updated_at = :now
            where c.campaign_id = any (:campaignIds)
                and not exists (
                    select from email_messages m
                    where m.campaign_id = c.campaign_id and m.status in ('queued', 'sending', 'unconfirmed'))
            """)
    int end(List<String> campaignIds, Instant now);
}
