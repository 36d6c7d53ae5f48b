package io.os199.cs.usage;

import io.os199.cs.usage.model.UsageEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Events as columns, each an array of texts that the statement casts to the column's type. */
public record EventColumns(
        List<String> clientIds,
        List<String> occurredAts,
        List<String> eventIds,
        List<String> userKeys,
        List<@Nullable String> featureKeys,
        List<String> eventTypes,
        List<@Nullable String> sessionIds,
        List<@Nullable String> durations,
        List<@Nullable String> quantities) {

    static EventColumns of(List<UsageEvent> events) {
        return new EventColumns(
                column(events, UsageEvent::client),
                column(events, event -> event.occurredAt().toString()),
                column(events, UsageEvent::eventId),
                column(events, UsageEvent::userKey),
                optional(events, UsageEvent::featureKey),
                column(events, UsageEvent::eventType),
                optional(events, UsageEvent::sessionId),
                optional(events, UsageEvent::durationSeconds),
                optional(events, UsageEvent::quantity));
    }

    private static List<String> column(
            List<UsageEvent> events, Function<UsageEvent, String> value) {
        return events.stream().map(value).toList();
    }

    private static List<@Nullable String> optional(
            List<UsageEvent> events, Function<UsageEvent, @Nullable Object> value) {
        List<@Nullable String> column = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            Object each = value.apply(event);
            column.add(each == null ? null : each.toString());
        }
        return column;
    }
}
