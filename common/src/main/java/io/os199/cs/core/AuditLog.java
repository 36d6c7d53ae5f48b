package io.os199.cs.core;

import io.os199.cs.core.AuditDao.Head;
import io.os199.cs.core.AuditDao.Row;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The append-only log of who did what. An entry's hash covers the entry and the hash of the one before it in its
 * chain, so that a changed or missing entry is detected.
 *
 * <p>Writers of one chain queue until each other's transactions end, so record last.
 */
public final class AuditLog {
    static final int CHAINS = 16;

    private final Clock clock;

    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    public void record(Transaction tx, AuditEntry entry) {
        AuditDao dao = tx.dao(AuditDao.class);
        Head head = dao.lock(chain(entry.principal()));
        // Truncated to microseconds, as PostgreSQL stores it: the hash has to be reproducible from
        // what is stored.
        Instant at = StoredTime.now(clock);
        Row row = Row.after(head, at, TypeId.next("audit"), entry);
        dao.append(row, hash(row));
        tx.afterCommit(() -> AuditStream.written(row));
    }

    /** Computes the hash that an entry should have, which a check of a chain compares with the stored one. */
    static String hash(Row row) {
        String canonical =
                Json.write(
                        Arrays.asList(
                                row.previousHash(),
                                row.chain(),
                                row.chainSeq(),
                                row.at(),
                                row.entryId(),
                                row.principal(),
                                row.tool(),
                                row.action(),
                                row.objectIds(),
                                row.outcome(),
                                row.requestId()));
        return HexFormat.of()
                .formatHex(sha256().digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the chain that a principal's entries are in; String.hashCode is the same in every JVM. */
    static int chain(String principal) {
        return Math.floorMod(principal.hashCode(), CHAINS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
