package io.os199.cs.core;

import io.os199.cs.core.ContractChanges.Applied;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records updates on the timeline: fields by name, values only for contracts. */
final class UpdateEvents {
    private static final String SOURCE = "update_client_info";

    private UpdateEvents() {}

    /** Returns the events of a changed profile; none where only the contract changed. */
    static List<TimelineEvent> ofProfile(
            Timeline timeline,
            ClientRecord client,
            List<Changed> changed,
            @Nullable String reason,
            Actor actor,
            Instant now) {
        List<String> fields =
                changed.stream()
                        .filter(each -> !each.isOfContract())
                        .map(Changed::field)
                        .limit(20)
                        .toList();
        if (fields.isEmpty() && reason == null) {
            return List.of();
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("fields", fields);
        if (reason != null) {
            detail.put("reason_text", reason);
        }
        return List.of(
                new TimelineEvent(
                        client.clientId(),
                        now,
                        timeline.newId(),
                        EventType.PROFILE,
                        "Client facts changed",
                        detail,
                        Impact.NEUTRAL,
                        false,
                        actor.principal(),
                        SOURCE,
                        client.clientId()));
    }

    static List<TimelineEvent> ofContract(
            Timeline timeline,
            ClientRecord client,
            Applied applied,
            List<Changed> changed,
            Actor actor,
            Instant now) {
        if (applied.isNew()) {
            return List.of(
                    ContractEvents.signed(
                            timeline.newId(),
                            client.clientId(),
                            applied.contract(),
                            new Doing(actor, SOURCE, now)));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> cleared = new ArrayList<>();
        boolean worsePayment = false;
        for (Changed each : changed) {
            if (each.isOfContract()) {
                if (each.current() == null) {
                    cleared.add(each.field());
                } else {
                    values.put(each.field(), each.current());
                }
                worsePayment |=
                        each.field().equals("payment_status") && !"current".equals(each.current());
            }
        }
        if (!cleared.isEmpty()) {
            values.put("cleared", cleared);
        }
        List<TimelineEvent> events = new ArrayList<>();
        events.add(
                event(
                        timeline,
                        client,
                        applied,
                        EventType.CONTRACT,
                        worsePayment ? "Payment turned late or overdue" : "Contract changed",
                        values,
                        worsePayment ? Impact.NEGATIVE : Impact.NEUTRAL,
                        worsePayment,
                        actor,
                        now));
        int direction = applied.arrDelta().signum();
        if (direction != 0) {
            events.add(
                    event(
                            timeline,
                            client,
                            applied,
                            direction > 0 ? EventType.EXPANSION : EventType.RISK,
                            direction > 0 ? "ARR expanded" : "ARR contracted",
                            Map.of("arr_delta_amount", applied.arrDelta()),
                            direction > 0 ? Impact.POSITIVE : Impact.NEGATIVE,
                            true,
                            actor,
                            now));
        }
        return events;
    }

    private static TimelineEvent event(
            Timeline timeline,
            ClientRecord client,
            Applied applied,
            EventType type,
            String title,
            Map<String, Object> detail,
            Impact impact,
            boolean milestone,
            Actor actor,
            Instant now) {
        return new TimelineEvent(
                client.clientId(),
                now,
                timeline.newId(),
                type,
                title,
                detail,
                impact,
                milestone,
                actor.principal(),
                SOURCE,
                applied.contract().contractId());
    }
}
