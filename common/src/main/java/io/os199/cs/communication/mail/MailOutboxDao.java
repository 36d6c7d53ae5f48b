package io.os199.cs.communication.mail;

import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.Outbox.Queued;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes to {@code email_campaigns} and {@code email_messages} before messages are handed over. */
interface MailOutboxDao {
    @SqlUpdate(
            """
            insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, body_html,
                sender_email, sender_name, target, scheduled_at, automation_id, status, fanout_done_at, created_at, updated_at)
            values (:campaignId, :name, :templateType, :messageClass, :subject, :bodyText, :bodyHtml, :sender.address, :sender.name,
                cast(:target as jsonb), :scheduledAt, :automationId, :status, case when :status = 'sending' then :now::timestamptz end,
                :now, :now)
            """)
    void open(
            String campaignId,
            @BindMethods EmailCampaign campaign,
            @BindMethods MailTexts texts,
            MessageClass messageClass,
            String target,
            @BindMethods("sender") Sender sender,
            MailCampaignStatus status,
            Instant now);

    /**
     * Reopens a campaign whose messages were all sent, and locks it so that nobody ends it before this transaction
     * does.
     */
    @SqlUpdate(
            """
            update email_campaigns
            set status = case status when 'sent' then 'sending' else status end, updated_at = :now
            where campaign_id = :campaignId
            """)
    int reopen(String campaignId, Instant now);

    /** As {@link #reopen}, for the campaign of a message. */
    @SqlUpdate(
            """
            update email_campaigns
            set status = case status when 'sent' then 'sending' else status end, updated_at = :now
            where campaign_id = (
                select campaign_id from email_messages where client_id = :clientId and message_id = :messageId)
            """)
    int reopenOf(String clientId, String messageId, Instant now);

    @SqlQuery(
            """
            select campaign_id
            from email_campaigns
            where automation_id = :automationId and template_type = :templateType and subject = :subject
                and body_text = :bodyText and sender_email = :sender
                and (status = :status or :status = 'sending' and status in ('held', 'sent'))
            order by campaign_id
            limit 1
            """)
    Optional<String> ofAutomation(
            @BindMethods EmailCampaign campaign,
            @BindMethods MailTexts texts,
            String sender,
            MailCampaignStatus status);

    @SqlQuery(
            """
            insert into email_messages (client_id, message_id, campaign_id, contact_email, occurrence_key, subject,
                token_values, next_attempt_at, created_at, updated_at)
            select r.client_id, r.message_id, :campaignId, r.contact_email, :occurrence, r.subject, r.token_values,
                :at, :now, :now
            from jsonb_to_recordset(cast(:rows as jsonb)) r (client_id text, message_id text, contact_email text,
                subject text, token_values jsonb)
            on conflict (client_id, campaign_id, occurrence_key, contact_email) do nothing
            returning client_id, message_id, contact_email
            """)
    @RegisterConstructorMapper(Queued.class)
    List<Queued> queue(String campaignId, String occurrence, String rows, Instant at, Instant now);

    @SqlQuery(
            """
            insert into email_messages (client_id, message_id, campaign_id, contact_email, occurrence_key, subject,
                token_values, next_attempt_at, created_at, updated_at)
            select client_id, :newId, campaign_id, contact_email, :occurrence, subject, token_values, :at, :now, :now
            from email_messages
            where client_id = :clientId and message_id = :messageId and status = 'cancelled'
                and handed_over_at is null and subject <> ''
            on conflict (client_id, campaign_id, occurrence_key, contact_email) do nothing
            returning client_id, message_id, contact_email
            """)
    @RegisterConstructorMapper(Queued.class)
    Optional<Queued> again(
            String clientId,
            String messageId,
            String newId,
            String occurrence,
            Instant at,
            Instant now);

    @SqlUpdate(
            """
            update email_messages
            set next_attempt_at = :at, updated_at = :now
            where client_id = :clientId and message_id = :messageId and status = 'queued'
            """)
    int postpone(String clientId, String messageId, Instant at, Instant now);
}
