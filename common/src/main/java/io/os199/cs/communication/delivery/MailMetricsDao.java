package io.os199.cs.communication.delivery;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;

/** How much mail waits. */
interface MailMetricsDao {
    /** The figures; 0 when nothing waits. Campaigns that are only being tried still count as held. */
    record Waiting(double oldestDueSeconds, int heldCount, int unconfirmedCount) {}

    @SqlQuery(
            """
            select coalesce((
                    select extract(epoch from cast(:now as timestamptz) - min(w.next_attempt_at))
                    from email_campaigns c
                    cross join lateral (
                        select q.next_attempt_at
                        from email_messages q
                        where q.campaign_id = c.campaign_id and q.status = 'queued' and q.next_attempt_at <= :now
                        order by q.next_attempt_at
                        limit 1) w
                    where c.status = 'sending' and c.held_at is null), 0)::double precision as oldest_due_seconds,
                (
                    select count(*)
                    from email_campaigns
                    where status = 'held' or status = 'sending' and held_at is not null)::int as held_count,
                (select count(*) from email_messages where status = 'unconfirmed')::int as unconfirmed_count
            """)
    @RegisterConstructorMapper(Waiting.class)
    Waiting waiting(Instant now);
}
