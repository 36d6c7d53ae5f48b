package io.os199.cs.core;

import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The one way in which events come onto the timelines, in the transaction of what they tell. */
public final class Timeline {
    private static final String PREFIX = "event";

    /** An id for an event of which there may be any number. */
    public String newId() {
        return TypeId.next(PREFIX);
    }

    /**
     * The id of an event that is written once: the same facts give the same id. Say first what kind of event it is,
     * then what makes it the only one ({@code "health_band", clientId, "2026-01-15"}).
     */
    public String idOf(String... facts) {
        byte[] told = String.join("\n", facts).getBytes(StandardCharsets.UTF_8);
        return TypeId.of(PREFIX, UUID.nameUUIDFromBytes(told));
    }

    public void record(Transaction tx, TimelineEvent event) {
        record(tx, List.of(event));
    }

    /** All in one statement. An event whose id its client's timeline has already is left as it is. */
    public void record(Transaction tx, List<TimelineEvent> events) {
        if (!events.isEmpty()) {
            tx.dao(TimelineDao.class).insert(Json.write(events));
        }
    }

    /** Something that was told, and turns out not to have been. */
    public record Untrue(String clientId, String eventId) {}

    /** Takes back what was not so, where it was told. */
    public void withdraw(Transaction tx, List<Untrue> events) {
        if (!events.isEmpty()) {
            tx.dao(TimelineDao.class)
                    .delete(
                            events.stream().map(Untrue::clientId).toArray(String[]::new),
                            events.stream().map(Untrue::eventId).toArray(String[]::new));
        }
    }
}
