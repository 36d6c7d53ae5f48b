package io.os199.cs.support.knowledge;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers who has read what in this process within half an hour, so that repeated readings count once; keeps the
 * last 10,000 readings.
 */
public final class RecentViews {
    private static final Duration ONCE_IN = Duration.ofMinutes(30);
    private static final int MOST = 10_000;

    private final Map<Reading, Instant> last =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Reading, Instant> eldest) {
                    return size() > MOST;
                }
            };

    private record Reading(String reader, String articleId) {}

    /** Whether this is a reading that counts. */
    public synchronized boolean counts(String reader, String articleId, Instant now) {
        Reading reading = new Reading(reader, articleId);
        Instant before = last.get(reading);
        if (before != null && now.isBefore(before.plus(ONCE_IN))) {
            return false;
        }
        last.remove(reading);
        last.put(reading, now);
        return true;
    }
}
