package io.os199.cs.worker;

/**
 * Something that a feature does again and again, and that is done soon: what one round leaves, or misses, the next does.
 *
 * @param name in the schedule
 * @param cron minute, hour, day of month, month, day of week
 */
public record Round(String name, String cron, Runnable task) {}
