package io.os199.cs.core;

import io.os199.cs.core.AuditDao.Head;
import io.os199.cs.core.AuditDao.Kept;
import io.os199.cs.core.AuditDao.Row;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Checks whether the audit log is as it was written. Reads every chain in order, a row at a time, and compares each
 * entry with its hash and with the one before it, and the last one with the chain's head.
 *
 * <p>It cannot detect a log that was rewritten as a whole, heads included, by someone with all the rights of the
 * owner. Run it in one snapshot, so that entries written meanwhile do not show.
 */
public final class AuditVerification {
    /**
     * A place where a chain is not as it was written.
     *
     * @param chainSeq of the entry, or the first one that is missing
     * @param entryId absent where the fault is a missing entry or the head
     */
    public record Fault(int chain, long chainSeq, @Nullable String entryId, String what) {}

    /** The counts of what was read. */
    public record Summary(int chainCount, long entryCount, long faultCount) {}

    /** Passes every fault to {@code found} as it is met. */
    public Summary verify(Transaction tx, Consumer<Fault> found) {
        AuditDao dao = tx.dao(AuditDao.class);
        Counts counts = new Counts(found);
        boolean cut = dao.hasDroppedMonth();
        for (int chain = 0; chain < AuditLog.CHAINS; chain++) {
            try (Stream<Kept> entries = dao.chain(chain)) {
                new Chain(chain, dao.head(chain).orElse(null), cut, counts).check(entries);
            }
        }
        try (Stream<Kept> strays = dao.outside(0, AuditLog.CHAINS - 1)) {
            strays.forEach(stray -> counts.stray(stray.row()));
        }
        return new Summary(AuditLog.CHAINS, counts.entries, counts.faults);
    }

    private static final class Counts {
        private final Consumer<Fault> found;
        private long entries;
        private long faults;

        Counts(Consumer<Fault> found) {
            this.found = found;
        }

        void fault(int chain, long chainSeq, @Nullable String entryId, String what) {
            faults++;
            found.accept(new Fault(chain, chainSeq, entryId, what));
        }

        void stray(Row row) {
            entries++;
            fault(row.chain(), row.chainSeq(), row.entryId(), "there is no such chain");
        }
    }

    private static final class Chain {
        private final int chain;
        private final @Nullable Head head;
        private final boolean mayBeCut;
        private final Counts counts;
        private long next;

        /** The hash of the previous entry; absent where that entry is missing. */
        private @Nullable String previousHash;

        Chain(int chain, @Nullable Head head, boolean mayBeCut, Counts counts) {
            this.chain = chain;
            this.head = head;
            this.mayBeCut = mayBeCut;
            this.counts = counts;
            next = head == null ? 1 : head.firstKeptSeq();
            previousHash = next == 1 ? "" : null;
        }

        void check(Stream<Kept> entries) {
            if (next != 1 && !mayBeCut) {
                fault(1, null, "the beginning is gone, though no month was ever dropped");
            }
            entries.forEach(this::check);
            if (head == null) {
                fault(next, null, "the head is missing");
                return;
            }
            long last = next - 1;
            if (last < head.lastSeq()) {
                fault(next, null, "the end is cut off: the last entry was " + head.lastSeq());
            } else if (last > head.lastSeq()) {
                fault(last, null, "goes on after its head, which ends at " + head.lastSeq());
            } else if (previousHash != null && !previousHash.equals(head.lastHash())) {
                fault(last, null, "the last entry is not the one that the head knows");
            }
        }

        private void check(Kept entry) {
            counts.entries++;
            Row row = entry.row();
            if (!Objects.equals(AuditLog.hash(row), entry.entryHash())) {
                fault(row.chainSeq(), row.entryId(), "was changed: it does not have its hash");
            }
            if (AuditLog.chain(row.principal()) != chain) {
                fault(row.chainSeq(), row.entryId(), "belongs in another chain");
            }
            if (row.chainSeq() < next) {
                fault(row.chainSeq(), row.entryId(), "is one too many at this place");
                return;
            }
            if (row.chainSeq() > next) {
                String gap = "%d to %d are missing".formatted(next, row.chainSeq() - 1);
                fault(next, null, gap + ", before " + row.entryId());
            } else if (previousHash != null && !previousHash.equals(row.previousHash())) {
                fault(row.chainSeq(), row.entryId(), "does not follow the entry before it");
            }
            next = row.chainSeq() + 1;
            previousHash = entry.entryHash();
        }

        private void fault(long chainSeq, @Nullable String entryId, String what) {
            counts.fault(chain, chainSeq, entryId, what);
        }
    }
}
