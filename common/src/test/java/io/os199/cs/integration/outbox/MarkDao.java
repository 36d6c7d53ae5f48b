package io.os199.cs.integration.outbox;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** A row that is written together with the end of an item. */
public interface MarkDao {
    @SqlUpdate(
            "insert into external_refs (source, kind, remote_id, client_id, set_by, set_at) values"
                    + " ('zendesk', 'mark', gen_random_uuid()::text, 'c1', 'test', now())")
    void mark();
}
