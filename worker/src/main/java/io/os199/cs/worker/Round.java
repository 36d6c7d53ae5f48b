package io.os199.cs.worker;

/**
 * Something that a feature does repeatedly and quickly: what one round leaves or misses, the next one does.
 *
 * @param name in the schedule
 * @param cron minute, hour, day of month, month, day of week
 */
public record Round(String name, String cron, Runnable task) {}
