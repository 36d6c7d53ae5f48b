package io.os199.cs.communication.campaign;

import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.TemplateType;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and writes campaigns that a person sends. */
interface MailCampaignDao {
    /**
     * The columns of a campaign; the reason why it is held is the last error of the message that was tried last and may
     * be tried at once. One that was put off, for another reason, has its next attempt later.
     */
    String SELECT =
            """
            select c.campaign_id, c.name, c.template_type, c.message_class, c.subject, c.body_text, c.body_html, c.sender_email,
                c.sender_name, c.target::text as target, c.audience::text as audience, c.scheduled_at, c.status, c.version,
                c.created_at, h.held_at, h.held_for
            from email_campaigns c
            left join lateral (
                select c.held_at, (
                        select m.last_error
                        from email_messages m
                        where m.campaign_id = c.campaign_id and m.status = 'queued' and m.last_error is not null
                            and m.next_attempt_at between c.held_at and m.updated_at
                        order by m.updated_at desc
                        limit 1) as held_for
                where c.held_at is not null and c.status in ('held', 'sending')) h on true
            """;

    @SqlUpdate(
            """
            insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, body_html,
                sender_email, sender_name, target, scheduled_at, status, created_at, updated_at)
            values (:campaignId, :name, :templateType, :messageClass, :texts.subject, :texts.bodyText, :texts.bodyHtml,
                :sender.address, :sender.name, cast(:target as jsonb), :scheduledAt, 'fanout_pending', :now, :now)
            """)
    void insert(
            String campaignId,
            String name,
            TemplateType templateType,
            MessageClass messageClass,
            @BindMethods("texts") MailTexts texts,
            @BindMethods("sender") Sender sender,
            String target,
            @Nullable Instant scheduledAt,
            Instant now);

    /** Writes the audience of a campaign and its new status. */
    @SqlUpdate(
            """
            update email_campaigns
            set audience = cast(:audience as jsonb), audience_hash = :hash, status = :status, scheduled_at = :scheduledAt,
                fanout_done_at = case when :status <> 'draft' then :now::timestamptz end, version = version + 1, updated_at = :now
            where campaign_id = :campaignId
            """)
    int fannedOut(
            String campaignId,
            String audience,
            String hash,
            MailCampaignStatus status,
            @Nullable Instant scheduledAt,
            Instant now);

    @SqlQuery(
            SELECT
                    + """
                    where campaign_id = :campaignId
                    """)
    @RegisterConstructorMapper(CampaignRow.class)
    Optional<CampaignRow> campaign(String campaignId);

    /** As {@link #campaign}, locked until this transaction ends. */
    @SqlQuery(
            SELECT
                    + """
                    where campaign_id = :campaignId
                    for no key update of c
                    """)
    @RegisterConstructorMapper(CampaignRow.class)
    Optional<CampaignRow> held(String campaignId);

    /** Returns a page of campaigns, the newest first. */
    @SqlQuery(
            SELECT
                    + """
                    where (cast(:status as text) is null or status = :status)
                        and (cast(:afterAt as timestamptz) is null or (created_at, :afterId) < (cast(:afterAt as timestamptz), campaign_id))
                    order by created_at desc, campaign_id
                    limit :most
                    """)
    @RegisterConstructorMapper(CampaignRow.class)
    List<CampaignRow> page(
            @Nullable MailCampaignStatus status,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    @SqlQuery(
            """
            select count(*) from email_campaigns where (cast(:status as text) is null or status = :status)
            """)
    long count(@Nullable MailCampaignStatus status);

    /** Cancels a campaign; returns how many of its messages were waiting. */
    @SqlQuery(
            """
            with ended as (
                update email_campaigns
                set status = 'cancelled', version = version + 1, updated_at = :now
                where campaign_id = :campaignId),
            stopped as (
                update email_messages
                set status = 'cancelled', lease_until = null, claimed_by = null, updated_at = :now
                where campaign_id = :campaignId and (status = 'queued' or status = 'sending' and handed_over_at is null)
                returning 1)
            select count(*)::int from stopped
            """)
    int cancel(String campaignId, Instant now);

    /** Returns how many of its messages are waiting. */
    @SqlQuery(
            """
            select count(*)::int
            from email_messages
            where campaign_id = :campaignId and (status = 'queued' or status = 'sending' and handed_over_at is null)
            """)
    int waiting(String campaignId);

    /** Returns for how many messages the delivery is unknown, since no event of the provider ever came. */
    @SqlQuery(
            """
            select count(*)::int
            from email_messages m
            where m.campaign_id = :campaignId and m.status = 'failed' and m.last_error = 'delivery_unknown' and not m.is_taken
                and m.subject <> ''
                and not exists (
                    select from email_events e where e.client_id = m.client_id and e.message_id = m.message_id)
            """)
    int unknown(String campaignId);

    /** Queues the messages with unknown delivery once more; returns how many. */
    @SqlQuery(
            """
            with going as (
                update email_campaigns
                set status = case status when 'sent' then 'sending' else status end, version = version + 1, updated_at = :now
                where campaign_id = :campaignId),
            queued as (
                update email_messages m
                set status = 'queued', handed_over_at = null, last_error = null, attempts = 0, next_attempt_at = :now,
                    updated_at = :now
                where m.campaign_id = :campaignId and m.status = 'failed' and m.last_error = 'delivery_unknown' and not m.is_taken
                    and m.subject <> '' and not exists (
                        select from email_events e where e.client_id = m.client_id and e.message_id = m.message_id)
                returning 1)
            select count(*)::int from queued
            """)
    int resendUnknown(String campaignId, Instant now);
}
