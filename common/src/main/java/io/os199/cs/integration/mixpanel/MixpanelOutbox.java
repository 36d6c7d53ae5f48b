package io.os199.cs.integration.mixpanel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.outbox.BatchDelivery;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports to Mixpanel what happened to clients' health and stage: each change as an event of their first group, and
 * their current state as the profile of each group. Events have our ids and profiles are set, so that reporting
 * either twice changes nothing.
 */
final class MixpanelOutbox implements BatchDelivery {
    static final String CLIENT_EVENT = "client_event";
    static final String GROUP_PROFILE = "group_profile";

    /**
     * The names of events by our type. Read back with the project's other events, they count as nobody's use of the
     * product.
     */
    private static final Map<String, String> NAMES =
            Map.of("health", "health_band_changed", "lifecycle", "lifecycle_stage_changed");

    private static final String ID_PREFIX = "event-";
    private static final String IMPORT = "/import";
    private static final String GROUPS = "/groups";

    /** The number of profile records that one request takes. */
    private static final int MOST_RECORDS = 200;

    private static final OutboxOutcome NOTHING = new OutboxOutcome.Dead("nothing_to_say");

    private final Database database;
    private final VendorClient client;
    private final ServiceStanding standing;
    private final Mixpanel.Ingestion ingestion;
    private final String projectId;
    private final String groupKey;

    /**
     * @param projectId the project that takes events
     * @param groupKey the property by which events name their group
     */
    MixpanelOutbox(
            Database database,
            VendorClient client,
            ServiceStanding standing,
            Mixpanel.Ingestion ingestion,
            String projectId,
            String groupKey) {
        this.database = database;
        this.client = client;
        this.standing = standing;
        this.ingestion = ingestion;
        this.projectId = projectId;
        this.groupKey = groupKey;
    }

    /** Whether an event is one that we reported. */
    static boolean isOurs(String name, String insertId) {
        return NAMES.containsValue(name) && insertId.startsWith(ID_PREFIX);
    }

    @Override
    public Map<OutboxItem, OutboxOutcome> deliverAll(List<OutboxItem> items) {
        Map<OutboxItem, OutboxOutcome> outcomes = new HashMap<>();
        items.stream()
                .collect(Collectors.groupingBy(OutboxItem::operation))
                .forEach((operation, some) -> outcomes.putAll(delivered(operation, some)));
        return outcomes;
    }

    private Map<OutboxItem, OutboxOutcome> delivered(String operation, List<OutboxItem> items) {
        Map<OutboxItem, List<Map<String, Object>>> records;
        switch (operation) {
            case CLIENT_EVENT -> records = events(items);
            case GROUP_PROFILE -> records = profiles(items);
            default -> {
                return all(items, new OutboxOutcome.Dead("unknown_operation"));
            }
        }
        Map<OutboxItem, OutboxOutcome> outcomes = new HashMap<>(all(items, NOTHING));
        for (Map<OutboxItem, List<Map<String, Object>>> some : requests(records)) {
            List<OutboxItem> told = List.copyOf(some.keySet());
            String json = Json.write(some.values().stream().flatMap(List::stream).toList());
            outcomes.putAll(
                    operation.equals(CLIENT_EVENT)
                            ? imported(told, post(IMPORT, importQuery(), json))
                            : set(told, post(GROUPS, "?verbose=1", json)));
        }
        return outcomes;
    }

    /** Splits the records into requests that are small enough, each item's records in one. */
    private static List<Map<OutboxItem, List<Map<String, Object>>>> requests(
            Map<OutboxItem, List<Map<String, Object>>> records) {
        List<Map<OutboxItem, List<Map<String, Object>>>> requests = new ArrayList<>();
        int size = 0;
        for (Map.Entry<OutboxItem, List<Map<String, Object>>> each : records.entrySet()) {
            if (requests.isEmpty() || size + each.getValue().size() > MOST_RECORDS) {
                requests.add(new LinkedHashMap<>());
                size = 0;
            }
            requests.getLast().put(each.getKey(), each.getValue());
            size += each.getValue().size();
        }
        return requests;
    }

    private String importQuery() {
        return "?strict=1&project_id=" + projectId;
    }

    private VendorAnswer post(String path, String query, String json) {
        String uri = ingestion.host().resolve(path + query).toString();
        VendorAnswer answer = client.once(new VendorRequest("POST", path, uri, Map.of(), json));
        standing.saw(answer);
        return answer;
    }

    /** Returns the records by item; items whose event or group is gone are left out. */
    private Map<OutboxItem, List<Map<String, Object>>> events(List<OutboxItem> items) {
        Map<String, MixpanelToldDao.Event> known = new HashMap<>();
        String[] refIds = items.stream().map(OutboxItem::refId).toArray(String[]::new);
        database.current(tx -> tx.dao(MixpanelToldDao.class).events(clientIds(items), refIds))
                .forEach(each -> known.put(each.eventId(), each));
        Map<OutboxItem, List<Map<String, Object>>> records = new LinkedHashMap<>();
        for (OutboxItem item : items) {
            MixpanelToldDao.Event event = known.get(item.refId());
            if (event != null) {
                records.put(item, List.of(record(event)));
            }
        }
        return records;
    }

    private Map<String, Object> record(MixpanelToldDao.Event event) {
        ObjectNode properties = Json.read(event.detail(), ObjectNode.class);
        properties.put("time", event.occurredAt().toEpochMilli());
        // It belongs to nobody in particular.
        properties.put("distinct_id", "");
        properties.put("$insert_id", event.eventId().replace('_', '-'));
        properties.put(groupKey, event.groupId());
        return Map.of("event", NAMES.get(event.type()), "properties", properties);
    }

    private Map<OutboxItem, List<Map<String, Object>>> profiles(List<OutboxItem> items) {
        Map<String, MixpanelToldDao.Profile> known = new HashMap<>();
        database.current(tx -> tx.dao(MixpanelToldDao.class).profiles(clientIds(items)))
                .forEach(each -> known.put(each.clientId(), each));
        Map<OutboxItem, List<Map<String, Object>>> records = new LinkedHashMap<>();
        for (OutboxItem item : items) {
            MixpanelToldDao.Profile profile = known.get(item.clientId());
            if (profile != null) {
                records.put(item, records(profile));
            }
        }
        return records;
    }

    /** Returns records that set what is known and unset what is not. */
    private List<Map<String, Object>> records(MixpanelToldDao.Profile profile) {
        Map<String, Object> set = new LinkedHashMap<>();
        List<String> unset = new ArrayList<>();
        set.put("lifecycle_stage", profile.lifecycleStage());
        if (profile.healthScore() == null) {
            unset.add("health_score");
        } else {
            set.put("health_score", profile.healthScore());
        }
        if (profile.healthBand() == null) {
            unset.add("health_band");
        } else {
            set.put("health_band", profile.healthBand());
        }
        List<Map<String, Object>> records = new ArrayList<>();
        for (String groupId : profile.groupIds()) {
            records.add(record(groupId, "$set", set));
            if (!unset.isEmpty()) {
                records.add(record(groupId, "$unset", unset));
            }
        }
        return records;
    }

    private Map<String, Object> record(String groupId, String operation, Object values) {
        return Map.of(
                "$token",
                ingestion.projectToken().get(),
                "$group_key",
                groupKey,
                "$group_id",
                groupId,
                operation,
                values);
    }

    /**
     * Returns the outcomes of an import; where Mixpanel names some events as wrong, the others are taken all the
     * same.
     */
    private static Map<OutboxItem, OutboxOutcome> imported(
            List<OutboxItem> told, VendorAnswer answer) {
        OutboxOutcome outcome = OutboxOutcome.of(answer);
        Set<Integer> failed = failed(answer);
        if (failed.isEmpty()) {
            return all(told, outcome);
        }
        Map<OutboxItem, OutboxOutcome> outcomes = new HashMap<>();
        for (int i = 0; i < told.size(); i++) {
            outcomes.put(told.get(i), failed.contains(i) ? outcome : OutboxOutcome.Done.of("200"));
        }
        return outcomes;
    }

    private static Set<Integer> failed(VendorAnswer answer) {
        Set<Integer> failed = new HashSet<>();
        if (answer instanceof VendorAnswer.Rejected(int status, String body) && status == 400) {
            try {
                for (JsonNode each : Json.read(body, JsonNode.class).path("failed_records")) {
                    failed.add(each.path("index").asInt());
                }
            } catch (IllegalArgumentException notJson) {
                // Then none of them was taken.
            }
        }
        return failed;
    }

    /** Returns the outcomes of setting profiles, where even a good answer may say that nothing was taken. */
    private static Map<OutboxItem, OutboxOutcome> set(List<OutboxItem> told, VendorAnswer answer) {
        JsonNode body = AnswerBody.object(answer);
        return all(
                told,
                body != null && body.path("status").asInt() != 1
                        ? new OutboxOutcome.Dead("not_taken")
                        : OutboxOutcome.of(answer));
    }

    private static Map<OutboxItem, OutboxOutcome> all(
            List<OutboxItem> items, OutboxOutcome outcome) {
        return items.stream().collect(Collectors.toMap(each -> each, _ -> outcome));
    }

    private static String[] clientIds(List<OutboxItem> items) {
        return items.stream().map(OutboxItem::clientId).toArray(String[]::new);
    }
}
