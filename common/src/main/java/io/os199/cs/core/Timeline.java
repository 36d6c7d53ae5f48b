package io.os199.cs.core;

import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The only way in which events are added to the timelines, in the transaction of what they describe. */
public final class Timeline {
    private static final String PREFIX = "event";

    /** Returns a new id, for an event that may occur any number of times. */
    public String newId() {
        return TypeId.next(PREFIX);
    }

    /**
     * Returns the id of an event that is written once: the same facts give the same id. Give the kind of event first,
     * then what makes it unique ({@code "health_band", clientId, "2026-01-15"}).
     */
    public String idOf(String... facts) {
        byte[] told = String.join("\n", facts).getBytes(StandardCharsets.UTF_8);
        return TypeId.of(PREFIX, UUID.nameUUIDFromBytes(told));
    }

    public void record(Transaction tx, TimelineEvent event) {
        record(tx, List.of(event));
    }

    /** Records all events in one statement. An event whose id is already on its client's timeline is left as it is. */
    public void record(Transaction tx, List<TimelineEvent> events) {
        if (!events.isEmpty()) {
            tx.dao(TimelineDao.class).insert(Json.write(events));
        }
    }

    /** An event that was recorded but turned out not to be true. */
    public record Untrue(String clientId, String eventId) {}

    /** Removes events that were not true, where they were recorded. */
    public void withdraw(Transaction tx, List<Untrue> events) {
        if (!events.isEmpty()) {
            tx.dao(TimelineDao.class)
                    .delete(
                            events.stream().map(Untrue::clientId).toArray(String[]::new),
                            events.stream().map(Untrue::eventId).toArray(String[]::new));
        }
    }
}
