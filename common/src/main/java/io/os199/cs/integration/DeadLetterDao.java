package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The dead items of {@code integration_outbox}, and the failed deliveries of {@code webhook_inbox}. */
interface DeadLetterDao {
    @SqlQuery(
            """
            select item_id as id, 'outbound' as direction, operation, client_id, ref_table, ref_id, attempts,
                last_status as code, updated_at as died_at
            from integration_outbox
            where integration = :integration and state = 'dead'
            union all
            select delivery_id, 'inbound', null, null, null, null, attempts, error_code, processed_at
            from webhook_inbox
            where source = :integration and state = 'failed'
            order by died_at desc, id
            limit :most
            """)
    @RegisterConstructorMapper(DeadLetters.DeadLetter.class)
    List<DeadLetters.DeadLetter> list(String integration, int most);

    @SqlQuery(
            """
            select (select count(*) from integration_outbox where integration = :integration and state = 'dead')
                + (select count(*) from webhook_inbox where source = :integration and state = 'failed')
            """)
    long count(String integration);

    @SqlUpdate(
            """
            update integration_outbox
            set state = 'queued', attempts = 0, next_attempt_at = :now, updated_at = :now
            where integration = :integration and state = 'dead' and (cast(:id as text) is null or item_id = :id)
            """)
    int retryItems(String integration, @Nullable String id, Instant now);

    @SqlUpdate(
            """
            update webhook_inbox
            set state = 'new', attempts = 0, next_attempt_at = :now, processed_at = null
            where source = :integration and state = 'failed' and (cast(:id as text) is null or delivery_id = :id)
            """)
    int retryDeliveries(String integration, @Nullable String id, Instant now);
}
