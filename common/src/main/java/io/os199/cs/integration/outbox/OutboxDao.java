package io.os199.cs.integration.outbox;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The table {@code integration_outbox}, from the side of delivery. */
interface OutboxDao {
    /**
     * Claims the items that are due, or that somebody claimed whose lease is over, which used up an attempt. Of
     * several items about the same row only the first is claimed: the next one follows when that one has ended.
     */
    @SqlQuery(
            """
            with due as (
                select o.client_id, o.item_id, o.state, o.in_doubt_since
                from integration_outbox o
                where o.integration = any(cast(:integrations as text[]))
                    and (o.state = 'queued' and o.next_attempt_at <= :now or o.state = 'sending' and o.lease_until <= :now)
                    and not exists (
                        select from integration_outbox e
                        where e.client_id = o.client_id and e.ref_table = o.ref_table and e.ref_id = o.ref_id
                            and e.integration = o.integration and e.state in ('queued', 'sending')
                            and (e.created_at, e.item_id) < (o.created_at, o.item_id))
                order by o.next_attempt_at, o.item_id
                limit :most
                for update of o skip locked)
            update integration_outbox o
            set state = 'sending', lease_until = :lease, in_doubt_since = coalesce(o.in_doubt_since, :now),
                attempts = o.attempts + case when d.state = 'sending' then 1 else 0 end, updated_at = :now
            from due d
            where o.client_id = d.client_id and o.item_id = d.item_id
            returning o.client_id, o.item_id, o.integration, o.operation, o.ref_table, o.ref_id, o.payload::text as payload,
                o.attempts, d.in_doubt_since, o.created_at
            """)
    @RegisterConstructorMapper(OutboxItem.class)
    List<OutboxItem> claim(String[] integrations, int most, Instant lease, Instant now);

    /** Extends a lease; returns false where somebody else has claimed the item. */
    @SqlUpdate(
            """
            update integration_outbox
            set lease_until = :to
            where client_id = :clientId and item_id = :itemId and state = 'sending' and lease_until = :lease
            """)
    boolean hold(String clientId, String itemId, Instant lease, Instant to);

    /**
     * Stores the result of an attempt; returns false where somebody else has claimed the item, whose result then
     * counts.
     */
    @SqlUpdate(
            """
            update integration_outbox
            set state = :state, attempts = :attempts, in_doubt_since = :inDoubtSince, last_status = :code,
                next_attempt_at = coalesce(cast(:nextAttemptAt as timestamptz), next_attempt_at), lease_until = null,
                updated_at = :now
            where client_id = :clientId and item_id = :itemId and state = 'sending' and lease_until = :lease
            """)
    boolean settle(
            String clientId,
            String itemId,
            Instant lease,
            String state,
            int attempts,
            @Nullable Instant inDoubtSince,
            @Nullable String code,
            @Nullable Instant nextAttemptAt,
            Instant now);

    @SqlUpdate(
            """
            delete from integration_outbox
            where (client_id, item_id) in (
                select client_id, item_id
                from integration_outbox
                where state in ('done', 'unconfirmed', 'dead') and updated_at < :before
                limit :most)
            """)
    int deleteEnded(Instant before, int most);

    /** The number of items in a state. */
    record Count(String integration, String state, long itemCount) {}

    /** Counts the items by state, without those that are done. */
    @SqlQuery(
            """
            select integration, state, count(*) as item_count
            from integration_outbox
            where state <> 'done'
            group by integration, state
            """)
    @RegisterConstructorMapper(Count.class)
    List<Count> counts();
}
