package io.os199.cs.core;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The batch form of {@link Contracts}: around the writing of contracts by an import, it brings the ledger, the
 * renewals, the payment history and what clients show of their contracts in line with them.
 *
 * <p>A contract that is new to us enters the ledger with its history: its ARR enters on the day its term began and,
 * if the contract has ended, leaves on the day after; what one contract takes over from another on the same day nets
 * out, whichever of them came first. A change of an existing contract moves the ledger today, or on the day on which
 * the contract is still to begin, and carries over to the contract that is signed to follow it.
 */
public final class StagedContracts {
    /**
     * The staged rows after one row, up to and including another.
     *
     * @param isUpdate whether existing contracts are changed
     */
    public record Rows(
            String importId,
            int fromChunk,
            long fromLine,
            int toChunk,
            long toLine,
            boolean isUpdate,
            Instant now,
            LocalDate today) {
        public Rows(
                String importId,
                int fromChunk,
                long fromLine,
                int toChunk,
                long toLine,
                boolean isUpdate,
                Instant now) {
            this(
                    importId,
                    fromChunk,
                    fromLine,
                    toChunk,
                    toLine,
                    isUpdate,
                    now,
                    LocalDate.ofInstant(now, ZoneOffset.UTC));
        }
    }

    /**
     * Locks the clients and records the current state of their contracts; to be called before the contracts are
     * written.
     */
    public void remember(Transaction tx, Rows rows) {
        StagedContractDao dao = tx.dao(StagedContractDao.class);
        dao.lockClients(rows);
        dao.remember(rows);
    }

    /** Brings everything in line with the contracts, once they are written. */
    public void settle(Transaction tx, Rows rows) {
        StagedContractDao dao = tx.dao(StagedContractDao.class);
        dao.openRenewals(rows);
        dao.moveRenewals(rows);
        dao.notePayments(rows);
        dao.moveLedger(rows);
        CarriedRows.carry(
                dao.slices(rows, CarriedRows.AT_ONCE),
                (after, last) -> dao.carry(rows, after, last));
        dao.settle(rows);
    }
}
