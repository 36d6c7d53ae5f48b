package io.os199.cs.platform.database;

import java.util.function.Function;

/**
 * A round of work that only one process does at a time, however long it takes, while each piece of it is a
 * transaction of its own. When a process dies, the connection that holds its round is lost, and another process may
 * begin.
 */
public final class SoleRound {
    private final Transaction tx;
    private final SoleRoundDao lock;

    private SoleRound(Transaction tx, SoleRoundDao lock) {
        this.tx = tx;
        this.lock = lock;
    }

    /**
     * Performs the work of a round.
     *
     * @param name of the round
     * @param nothing the value returned while another process is doing the round
     */
    public static <T> T run(
            Database database, String name, T nothing, Function<SoleRound, T> work) {
        return database.current(
                tx -> {
                    SoleRoundDao lock = tx.dao(SoleRoundDao.class);
                    lock.hold();
                    return lock.lock(name) ? work.apply(new SoleRound(tx, lock)) : nothing;
                });
    }

    /** The transaction that holds the round; it reads, and writes nothing. */
    public Transaction tx() {
        return tx;
    }

    /** Fails when the round has been lost; must be called before each piece. */
    public void stay() {
        lock.stay();
    }
}
