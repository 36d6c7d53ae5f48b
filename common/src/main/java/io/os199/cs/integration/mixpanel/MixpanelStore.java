package io.os199.cs.integration.mixpanel;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.RemoteClients.Unmatched;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.UsageEvents;
import io.os199.cs.usage.UsageMonths;
import io.os199.cs.usage.model.StoredEvents;
import io.os199.cs.usage.model.UsageEvent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stores Mixpanel's events, some thousand per transaction, each for the client that its group belongs to. */
public final class MixpanelStore {
    private static final Integration MIXPANEL = Integration.MIXPANEL;
    private static final String GROUP = "group";
    private static final int AT_ONCE = 2_000;

    /**
     * How often a round reports that it is alive, even where no line is any client's, because a round that is silent
     * for a quarter of an hour is lost.
     */
    private static final Duration STAYED_FOR = Duration.ofMinutes(1);

    private final Database database;
    private final UsageMonths months;
    private final UsageEvents events;
    private final RemoteClients clients;
    private final MixpanelEvent.Mapping mapping;
    private final IntegrationMetrics metrics;
    private final Clock clock;

    /** What happened to some events. */
    private record Outcome(StoredEvents stored, int unmatchedCount, int closedCount) {}

    MixpanelStore(
            Database database,
            UsageMonths months,
            UsageEvents events,
            RemoteClients clients,
            MixpanelEvent.Mapping mapping,
            IntegrationMetrics metrics,
            Clock clock) {
        this.database = database;
        this.months = months;
        this.events = events;
        this.clients = clients;
        this.mapping = mapping;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Takes the events of a day as they come.
     *
     * @param counting whether unmatched events are counted, once for each day, or only noted as seen
     * @param before run before each transaction, and once a minute
     */
    Day day(boolean counting, Runnable before) {
        return new Day(counting, before);
    }

    /** Takes events one by one, and stores them when there are enough. */
    final class Day {
        private final boolean counting;
        private final Runnable before;
        private final List<UsageEvent> waiting = new ArrayList<>();
        private Instant stayedAt = clock.instant();

        private Day(boolean counting, Runnable before) {
            this.counting = counting;
            this.before = before;
        }

        boolean take(byte[] line) {
            Instant now = clock.instant();
            if (now.isAfter(stayedAt.plus(STAYED_FOR))) {
                before.run();
                stayedAt = now;
            }
            switch (mapping.read(line, now)) {
                case MixpanelEvent.Good(UsageEvent event) -> waiting.add(event);
                case MixpanelEvent.Left(String result) -> count(result, 1);
            }
            if (waiting.size() == AT_ONCE) {
                end();
            }
            return true;
        }

        /** Stores the waiting events. */
        void end() {
            if (waiting.isEmpty()) {
                return;
            }
            before.run();
            Set<YearMonth> wanted =
                    waiting.stream().map(UsageEvent::month).collect(Collectors.toSet());
            months.open(wanted);
            Outcome outcome = database.write(tx -> store(tx, wanted));
            waiting.clear();
            count("stored", outcome.stored().acceptedCount());
            count("unchanged", outcome.stored().duplicateCount());
            count("unmatched", outcome.unmatchedCount());
            count("closed", outcome.closedCount());
        }

        private Outcome store(Transaction tx, Set<YearMonth> wanted) {
            Set<YearMonth> closed = months.closed(tx, wanted);
            List<RemoteKey> keys =
                    waiting.stream()
                            .map(UsageEvent::client)
                            .distinct()
                            .map(group -> new RemoteKey(group, group, null))
                            .toList();
            Map<String, String> clientIds = clients.find(tx, MIXPANEL, GROUP, keys);
            List<UsageEvent> known = new ArrayList<>(waiting.size());
            Map<String, Integer> unknown = new TreeMap<>();
            Map<String, Instant> earliest = new HashMap<>();
            int closedCount = 0;
            for (UsageEvent event : waiting) {
                String group = event.client();
                String clientId = clientIds.get(group);
                if (clientId == null) {
                    unknown.merge(group, 1, Integer::sum);
                    earliest.merge(
                            group,
                            event.occurredAt(),
                            (one, other) -> one.isBefore(other) ? one : other);
                } else if (closed.contains(event.month())) {
                    closedCount++;
                } else {
                    known.add(event.of(clientId));
                }
            }
            StoredEvents stored =
                    known.isEmpty()
                            ? new StoredEvents(0, 0)
                            : events.store(tx, known, MIXPANEL.wireName());
            clients.unmatched(
                    tx,
                    MIXPANEL,
                    GROUP,
                    unknown.entrySet().stream()
                            .map(
                                    each ->
                                            new Unmatched(
                                                    each.getKey(),
                                                    counting ? each.getValue() : 0,
                                                    earliest.getOrDefault(
                                                            each.getKey(), clock.instant())))
                            .toList());
            int unmatched = unknown.values().stream().mapToInt(Integer::intValue).sum();
            return new Outcome(stored, unmatched, closedCount);
        }

        private void count(String result, long rows) {
            metrics.rows(MIXPANEL, MixpanelEvents.RESOURCE, result, rows);
        }
    }
}
