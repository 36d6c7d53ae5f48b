package io.os199.cs.core;

import io.os199.cs.core.model.AuditEntry;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables {@code audit_log} and {@code audit_chains}. */
interface AuditDao {
    /** The number of rows in memory at once when a chain is read. */
    int FETCH = 1_000;

    /**
     * The end of a chain: the number and the hash of its last entry, 0 and empty before the first.
     *
     * @param firstKeptSeq above 1 when the entries before it have been dropped
     */
    record Head(int chain, long lastSeq, String lastHash, long firstKeptSeq) {}

    /** An entry with its position in its chain. */
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

    /** An entry as stored. */
    record Kept(@Nested Row row, String entryHash) {}

    /**
     * The outcome of dropping a month; {@code BROKEN} means that entries are missing or too many, so it stays as
     * evidence.
     */
    enum MonthEnd {
        DROPPED,
        BUSY,
        BROKEN
    }

    /** Locks the head of a chain: waits for the writer before, and makes later ones wait until the transaction ends. */
    @SqlQuery(
            """
            select chain, last_seq, last_hash, first_kept_seq from audit_chains where chain = :chain for update
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

    @SqlQuery(
            """
            select chain, last_seq, last_hash, first_kept_seq from audit_chains where chain = :chain
            """)
    @RegisterConstructorMapper(Head.class)
    Optional<Head> head(int chain);

    /** Returns the entries of a chain in order, fetched as they are read; the stream has to be closed. */
    @SqlQuery(
            """
            select at, entry_id, principal, tool, action, object_ids, outcome, request_id, chain, chain_seq,
                previous_hash, entry_hash
            from audit_log where chain = :chain order by chain_seq, at, entry_id
            """)
    @RegisterConstructorMapper(Kept.class)
    @FetchSize(FETCH)
    Stream<Kept> chain(int chain);

    @SqlQuery(
            """
            select at, entry_id, principal, tool, action, object_ids, outcome, request_id, chain, chain_seq,
                previous_hash, entry_hash
            from audit_log where chain < :first or chain > :last order by chain, chain_seq
            """)
    @RegisterConstructorMapper(Kept.class)
    @FetchSize(FETCH)
    Stream<Kept> outside(int first, int last);

    @SqlQuery(
            """
            select exists (select from table_partitions where table_name = 'audit_log' and dropped_at is not null)
            """)
    boolean hasDroppedMonth();

    /** Returns the months in the log before this one, oldest first. */
    @SqlQuery(
            """
            select month from table_partitions
            where table_name = 'audit_log' and dropped_at is null and month < :before
            order by month
            """)
    List<LocalDate> months(LocalDate before);

    /**
     * Drops the oldest month and moves the beginnings of the chains; until the transaction ends, no one can write to
     * the log.
     */
    @SqlQuery("select drop_audit_month(:month)")
    MonthEnd drop(LocalDate month);
}
