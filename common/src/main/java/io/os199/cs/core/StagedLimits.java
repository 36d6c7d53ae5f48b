package io.os199.cs.core;

import io.os199.cs.core.StagedContracts.Rows;
import io.os199.cs.platform.database.Transaction;

/**
 * What contracts allow, as an import writes it: a change of a contract carries over to the contract that is signed to
 * follow it.
 */
public final class StagedLimits {
    /** Locks the clients, so that none signs a renewal meanwhile; to be called before anything is compared. */
    public void lock(Transaction tx, Rows rows) {
        tx.dao(StagedLimitDao.class).lockClients(rows);
    }

    /** Changes the signed contracts; to be called before the rows are written. */
    public void carry(Transaction tx, Rows rows) {
        StagedLimitDao dao = tx.dao(StagedLimitDao.class);
        CarriedRows.carry(
                dao.slices(rows, CarriedRows.AT_ONCE),
                (after, last) -> dao.carry(rows, after, last));
    }
}
