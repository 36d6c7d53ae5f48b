package io.os199.cs.health;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.List;

/** The clients that had a contract in force at the end of a past day, for work that makes up for that night's. */
public final class PastClients {
    private static final int AT_ONCE = 500;

    private final Database database;

    public PastClients(Database database) {
        this.database = database;
    }

    /** What is done for some of the clients; returns how many rows were stored. */
    public interface Work {
        int of(Transaction tx, List<String> clientIds);
    }

    /**
     * Does the work for all clients, a batch per transaction.
     *
     * @return how many rows were stored
     */
    public int each(LocalDate day, Work work) {
        int stored = 0;
        String after = "";
        while (true) {
            String last = after;
            List<String> ids =
                    database.read(
                            tx -> tx.dao(PortfolioDao.class).underContract(day, last, AT_ONCE));
            if (ids.isEmpty()) {
                return stored;
            }
            int storedNow = database.write(tx -> work.of(tx, ids));
            stored += storedNow;
            after = ids.getLast();
        }
    }
}
