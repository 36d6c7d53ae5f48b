package io.os199.cs.core;

import io.os199.cs.core.StagedContracts.Rows;
import io.os199.cs.platform.database.Transaction;

/**
 * What contracts allow, as an import writes it: a change of a contract carries over to the contract that is signed to
 * follow it.
 */
public final class StagedLimits {
    /** The number of rows carried into signed contracts at once; the effort grows with its square. */
    private static final int CARRIED_AT_ONCE = 2_000;

    /** Locks the clients, so that none signs a renewal meanwhile; to be called before anything is compared. */
    public void lock(Transaction tx, Rows rows) {
        tx.dao(StagedLimitDao.class).lockClients(rows);
    }

    /** Changes the signed contracts; to be called before the rows are written. */
    public void carry(Transaction tx, Rows rows) {
        StagedLimitDao dao = tx.dao(StagedLimitDao.class);
        String after = "";
        for (String last : dao.slices(rows, CARRIED_AT_ONCE)) {
            dao.carry(rows, after, last);
            after = last;
        }
    }
}
