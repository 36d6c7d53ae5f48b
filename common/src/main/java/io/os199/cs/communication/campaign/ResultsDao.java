package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.MessageStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the results of messages. */
interface ResultsDao {
    @SqlQuery(
            """
            select campaign_id, count(*)::int as message_count,
                count(*) filter (where sent_at is not null or is_taken)::int as sent_count,
                count(*) filter (where is_delivered)::int as delivered_count,
                count(first_opened_at)::int as opened_count,
                count(*) filter (where is_clicked)::int as clicked_count,
                count(*) filter (where is_bounced)::int as bounced_count,
                count(*) filter (where is_unsubscribed)::int as unsubscribed_count,
                count(*) filter (where is_complained)::int as complaint_count,
                count(*) filter (where status = 'unconfirmed'
                    or status = 'failed' and last_error = 'delivery_unknown' and not is_taken)::int as unknown_count,
                min(sent_at) as first_sent_at,
                case when count(first_opened_at - sent_at) >= 5 then percentile_cont(0.5) within group (
                    order by extract(epoch from first_opened_at - sent_at)::float8 / 60) end as median_minutes_to_open
            from email_messages
            where campaign_id = any (:campaignIds) and (cast(:since as timestamptz) is null or created_at >= :since)
            group by campaign_id
            """)
    @RegisterConstructorMapper(CampaignFigures.class)
    List<CampaignFigures> figures(List<String> campaignIds, @Nullable Instant since);

    /** Counts the messages by status. */
    @SqlQuery(
            """
            select status, count(*)::int as count
            from email_messages
            where campaign_id = :campaignId
            group by status
            """)
    @RegisterConstructorMapper(StatusCount.class)
    List<StatusCount> byStatus(String campaignId);

    /** The number of messages with a status. */
    record StatusCount(MessageStatus status, int count) {}

    /** Counts the messages that failed by reason, the most frequent reason first. */
    @SqlQuery(
            """
            select coalesce(last_error, status) as reason, count(*)::int as count
            from email_messages
            where campaign_id = :campaignId and status in ('failed', 'suppressed', 'dropped', 'bounced')
            group by 1
            order by 2 desc, 1
            limit 20
            """)
    @RegisterConstructorMapper(ReasonCount.class)
    List<ReasonCount> failures(String campaignId);

    /** The number of messages that failed for one reason. */
    record ReasonCount(String reason, int count) {}

    /** Returns the links clicked in most messages, without our unsubscribe links. */
    @SqlQuery(
            """
            select v.url, count(distinct v.message_id)::int as clicked_count
            from email_events v
            join email_messages m on m.client_id = v.client_id and m.message_id = v.message_id and m.is_clicked
            where m.campaign_id = :campaignId and v.type = 'clicked' and not v.is_machine and v.url is not null
                and not starts_with(v.url, :unsubscribeLinks)
            group by v.url
            order by 2 desc, 1
            limit :most
            """)
    @RegisterConstructorMapper(LinkCount.class)
    List<LinkCount> links(String campaignId, String unsubscribeLinks, int most);

    /**
     * Whether there are clicks whose events have been deleted after their retention, so that it is no longer known
     * where they led.
     */
    @SqlQuery(
            """
            select exists (
                select from email_messages m
                where m.campaign_id = :campaignId and m.is_clicked and not exists (
                    select from email_events v
                    where v.client_id = m.client_id and v.message_id = m.message_id and v.type = 'clicked'
                        and not v.is_machine))
            """)
    boolean hasForgottenClicks(String campaignId);

    /** A link and the number of messages in which it was clicked. */
    record LinkCount(String url, int clickedCount) {}

    /**
     * Returns the first quartile of the opening rates of other campaigns of the class; empty when there are fewer
     * than eight.
     */
    @SqlQuery(
            """
            with told as (
                select m.campaign_id,
                    count(*) filter (where m.is_delivered) as delivered, count(m.first_opened_at) as opened
                from email_campaigns c
                join email_campaigns own on own.campaign_id = :campaignId and own.message_class = c.message_class
                join email_messages m on m.campaign_id = c.campaign_id
                where c.campaign_id <> :campaignId and c.created_at >= cast(:now as timestamptz) - interval '180 days'
                group by m.campaign_id)
            select percentile_cont(0.25) within group (order by opened::float8 / delivered) as rate, count(*)::int as count
            from told
            where delivered >= 20
            having count(*) >= 8
            """)
    @RegisterConstructorMapper(OpenQuartile.class)
    Optional<OpenQuartile> openQuartile(String campaignId, Instant now);

    /** A first quartile over that many campaigns. */
    record OpenQuartile(double rate, int count) {}
}
