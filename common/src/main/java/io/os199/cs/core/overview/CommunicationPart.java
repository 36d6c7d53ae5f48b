package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the reviews and emails of {@code :clientId} up to {@code :now}; {@code :today} is its day. */
public final class CommunicationPart {
    public static final Part<CommunicationSection> READ =
            new Part<>(
                    "communication",
                    CommunicationSection.class,
                    """
                    with review as (
                        select max((completed_at at time zone 'UTC')::date) filter (where status = 'completed')
                                as last_review_on,
                            min((scheduled_at at time zone 'UTC')::date)
                                filter (where status = 'scheduled' and scheduled_at >= :now) as next_review_on
                        from executive_reviews
                        where client_id = :clientId
                    ), mail as (
                        select count(*) as sent,
                            count(*) filter (where status in ('delivered', 'opened', 'clicked')) as delivered,
                            count(*) filter (where status in ('opened', 'clicked')) as opened
                        from email_messages
                        where client_id = :clientId and sent_at <= :now
                            and sent_at >= (:today::date - 89)::timestamp at time zone 'UTC'
                    )
                    select last_review_on, next_review_on, sent as emails_sent_count_90d,
                        case when delivered >= 5 then round(opened::numeric / delivered, 4) end
                            as email_open_rate_90d
                    from review, mail

                    """);

    private CommunicationPart() {}
}
