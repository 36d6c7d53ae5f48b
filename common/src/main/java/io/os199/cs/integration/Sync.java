package io.os199.cs.integration;

/**
 * Reads one resource of a service outside again and again, each time from where its cursor stands, or looks for what it is to be told. A
 * page's rows and the place of the next are stored in one transaction, so that a run that dies repeats a page at the most.
 */
public interface Sync {
    /** In the schedule, as {@code zendesk-tickets}; the same name holds the round. */
    String name();

    /** When it runs: minute, hour, day of month, month, day of week, in UTC. */
    String cron();

    /** Does what there is, for ten minutes at the most; while another process is at it, nothing. */
    void run();
}
