package io.os199.cs.platform.database;

import java.util.function.Function;

/**
 * A round of work that one process does at a time, however long it takes, while each piece of it is a transaction of its own. The
 * connection that holds the round is lost with a process that dies, and the next one may begin.
 */
public final class SoleRound {
    private final Transaction tx;
    private final SoleRoundDao lock;

    private SoleRound(Transaction tx, SoleRoundDao lock) {
        this.tx = tx;
        this.lock = lock;
    }

    /**
     * Does the work of a round.
     *
     * @param name of the round
     * @param nothing what is answered while another process is at it
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

    /** That which holds the round: it reads, and writes nothing. */
    public Transaction tx() {
        return tx;
    }

    /** Fails where the round is lost; to be asked before each piece. */
    public void stay() {
        lock.stay();
    }
}
