package io.os199.cs.integration;

/**
 * Reads one resource of an external service again and again, each time from where its cursor stands, or looks for
 * what to send to it. A page's rows and the position of the next page are stored in one transaction, so that a run
 * that dies repeats one page at most.
 */
public interface Sync {
    /**
     * Returns the name in the schedule, for example {@code zendesk-tickets}; the round is locked under the same name.
     */
    String name();

    /** Returns when it runs: minute, hour, day of month, month, day of week, in UTC. */
    String cron();

    /** Does what there is to do, for ten minutes at most; does nothing while another process is at it. */
    void run();
}
