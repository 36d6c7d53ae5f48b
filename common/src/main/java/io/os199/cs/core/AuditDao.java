package io.os199.cs.core;

import io.os199.cs.core.model.AuditEntry;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The tables {@code audit_log} and {@code audit_chains}. */
interface AuditDao {
    /** The end of a chain: the number and the hash of its last entry, 0 and empty before the first. */
    record Head(int chain, long lastSeq, String lastHash) {}

    /** An entry with its place in its chain. */
    record Row(
            Instant at,
            String entryId,
            String principal,
            String tool,
            String action,
            List<String> objectIds,
            String outcome,
            @Nullable String requestId,
            int chain,
            long chainSeq,
            String previousHash) {

        static Row after(Head head, Instant at, String entryId, AuditEntry entry) {
            return new Row(
                    at,
                    entryId,
                    entry.principal(),
                    entry.tool(),
                    entry.action(),
                    entry.objectIds(),
                    entry.outcome(),
                    entry.requestId(),
                    head.chain(),
                    head.lastSeq() + 1,
                    head.lastHash());
        }
    }

    /** Waits for the writer before, and keeps the ones after waiting until the transaction ends. */
    @SqlQuery(
            """
            select chain, last_seq, last_hash from audit_chains where chain = :chain for update
            """)
    @RegisterConstructorMapper(Head.class)
    Head lock(int chain);

    @SqlUpdate(
            """
            with entry as (
                insert into audit_log (at, entry_id, principal, tool, action, object_ids, outcome, request_id,
                    chain, chain_seq, previous_hash, entry_hash)
                values (:at, :entryId, :principal, :tool, :action, :objectIds, :outcome, :requestId, :chain,
                    :chainSeq, :previousHash, :entryHash))
            update audit_chains
            set last_seq = :chainSeq, last_hash = :entryHash, updated_at = :at
            where chain = :chain
            """)
    void append(@BindMethods Row row, String entryHash);
}
