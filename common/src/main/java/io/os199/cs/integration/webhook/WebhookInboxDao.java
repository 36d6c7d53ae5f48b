package io.os199.cs.integration.webhook;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.Optional;

/** The table {@code webhook_inbox}. */
@RegisterConstructorMapper(WebhookInbox.Waiting.class)
interface WebhookInboxDao {
    /** Inserts a delivery; returns 0 where it is already there. */
    @SqlUpdate(
            """
            insert into webhook_inbox (source, delivery_id, received_at, body, next_attempt_at)
            values (:source, :deliveryId, :now, cast(:body as jsonb), :now)
            on conflict do nothing
            """)
    int insert(String source, String deliveryId, String body, Instant now);

    /** Counts the waiting deliveries, up to {@code most}. */
    @SqlQuery(
            "select count(*) from (select 1 from webhook_inbox where state = 'new' limit :most)"
                    + " waiting")
    int countWaiting(int most);

    /** Returns the delivery that has waited longest and that nobody else is processing. */
    @SqlQuery(
            """
            select delivery_id, received_at, body::text as body, attempts
            from webhook_inbox
            where source = :source and state = 'new' and next_attempt_at <= :now
            order by next_attempt_at, delivery_id
            limit 1
            for update skip locked
            """)
    Optional<WebhookInbox.Waiting> claim(String source, Instant now);

    @SqlUpdate(
            """
            update webhook_inbox
            set state = 'done', attempts = attempts + 1, processed_at = :now, error_code = null
            where source = :source and delivery_id = :deliveryId
            """)
    int done(String source, String deliveryId, Instant now);

    /** Stores a failed attempt; a delivery that somebody else has processed meanwhile stays as it is. */
    @SqlUpdate(
            """
            update webhook_inbox
            set attempts = attempts + 1, error_code = :errorCode, next_attempt_at = :nextAttemptAt,
                state = case when attempts + 1 >= :most then 'failed' else 'new' end,
                processed_at = case when attempts + 1 >= :most then cast(:now as timestamptz) end
            where source = :source and delivery_id = :deliveryId and state = 'new'
            """)
    int failed(
            String source,
            String deliveryId,
            String errorCode,
            Instant nextAttemptAt,
            int most,
            Instant now);

    /** Has all deliveries that are due wait until the given time. */
    @SqlUpdate(
            """
            update webhook_inbox
            set next_attempt_at = :nextAttemptAt
            where source = :source and state = 'new' and next_attempt_at <= :now
            """)
    int putOff(String source, Instant nextAttemptAt, Instant now);

    @SqlUpdate(
            """
            delete from webhook_inbox
            where (source, delivery_id) in (
                select source, delivery_id
                from webhook_inbox
                where state in ('done', 'failed') and processed_at < :before
                limit :most)
            """)
    int deleteWorked(Instant before, int most);
}
