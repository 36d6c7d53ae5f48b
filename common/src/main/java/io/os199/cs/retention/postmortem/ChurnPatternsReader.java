package io.os199.cs.retention.postmortem;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.RetentionFacts;
import io.os199.cs.retention.facts.RetentionFacts.Pair;
import io.os199.cs.retention.postmortem.ChurnPatterns.Because;
import io.os199.cs.retention.postmortem.ChurnPatterns.Group;
import io.os199.cs.retention.postmortem.ChurnPatterns.Lesson;
import io.os199.cs.retention.postmortem.ChurnPatterns.SignLift;
import io.os199.cs.retention.postmortem.ChurnPatternsDao.Departure;
import io.os199.cs.retention.risk.Priority;
import io.os199.cs.retention.risk.RiskRules;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Compares the clients that left in a period with those that stayed. */
final class ChurnPatternsReader {
    /** The most clients that stayed to look at: the 95 % margin of a share of that many is 0.022 at most. */
    static final int RETAINED_SAMPLE = 2_000;

    private static final int LOOKBACK_DAYS = 365;
    private static final int SIGN_DAYS = 180;
    private static final int SAMPLE_DAYS = 30;
    private static final int FEWEST_CHURNED = 5;
    private static final int BATCH = 200;
    private static final int YEAR_DAYS = 365;

    private final Transaction tx;
    private final PatternsOrder order;
    private final ChurnModel model;
    private final LocalDate today;
    private final Map<String, Shown> signs = new TreeMap<>();
    private final Map<String, Set<String>> missedBy = new TreeMap<>();
    private final Map<String, String> actions = new HashMap<>();

    /** Who showed a sign before leaving, and how many days before each departure. */
    private record Shown(Set<String> clientIds, List<Integer> leadTimes) {
        Shown() {
            this(new HashSet<>(), new ArrayList<>());
        }

        void add(DepartureFacts facts, LocalDate openedOn) {
            clientIds.add(facts.clientId());
            leadTimes.add((int) ChronoUnit.DAYS.between(openedOn, facts.churnedOn()));
        }
    }

    ChurnPatternsReader(Transaction tx, PatternsOrder order, ChurnModel model, LocalDate today) {
        this.tx = tx;
        this.order = order;
        this.model = model;
        this.today = today;
    }

    ChurnPatterns read() {
        ChurnPatternsDao dao = tx.dao(ChurnPatternsDao.class);
        List<Departure> departures = dao.departures(order);
        ChurnPatternsDao.Counts counts = dao.counts(order);
        Postmortems postmortems = new Postmortems(model, today, LOOKBACK_DAYS);
        for (int from = 0; from < departures.size(); from += BATCH) {
            List<Pair> batch =
                    departures.subList(from, Math.min(from + BATCH, departures.size())).stream()
                            .map(each -> new Pair(each.clientId(), each.churnedOn()))
                            .toList();
            postmortems.of(tx, batch).forEach(this::count);
        }
        List<String> retained =
                departures.isEmpty() ? List.of() : dao.retained(order, RETAINED_SAMPLE);
        long leftAtStart =
                departures.stream()
                        .filter(Departure::wasLiveAtStart)
                        .map(Departure::clientId)
                        .distinct()
                        .count();
        // A client that came back and left again in the period left twice, but is one client.
        int churned = (int) departures.stream().map(Departure::clientId).distinct().count();
        List<Missed> missed =
                missedBy.entrySet().stream()
                        .map(
                                each ->
                                        Missed.of(
                                                each.getKey(),
                                                action(each.getKey()),
                                                each.getValue().size()))
                        .sorted(
                                Comparator.comparingInt(Missed::clients)
                                        .reversed()
                                        .thenComparing(Missed::ruleId))
                        .toList();
        return new ChurnPatterns(
                order.periodStart(),
                order.periodEnd(),
                churned,
                Rounded.amount(
                        departures.stream()
                                .map(Departure::arrLostAmount)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)),
                counts.liveCount() == 0 ? null : rate(leftAtStart, counts.liveCount()),
                groups(
                        departures,
                        each ->
                                each.reasonCode() == null
                                        ? "not_recorded"
                                        : WireName.of(each.reasonCode())),
                groups(departures, each -> WireName.of(each.tier())),
                groups(departures, each -> tenure(each.tenureDays())),
                lifts(churned, retained),
                missed,
                missed.stream().map(each -> lesson(each, churned)).toList(),
                counts.liveCount(),
                counts.retainedCount(),
                retained.size(),
                model.modelVersion());
    }

    /** Adds the signs in the days before one departure, and what was not done. */
    private void count(Postmortem postmortem) {
        DepartureFacts facts = postmortem.facts();
        LocalDate from = facts.churnedOn().minusDays(SIGN_DAYS);
        Map<String, LocalDate> first = new LinkedHashMap<>();
        for (Episode episode : postmortem.episodes()) {
            if (episode.until(facts.churnedOn()).isAfter(from)) {
                first.putIfAbsent(episode.indicatorKey(), episode.openedOn());
            }
        }
        first.forEach(
                (key, openedOn) ->
                        signs.computeIfAbsent(key, it -> new Shown()).add(facts, openedOn));
        for (MissedStep step : postmortem.missed()) {
            missedBy.computeIfAbsent(step.ruleId(), it -> new TreeSet<>()).add(facts.clientId());
            actions.put(step.ruleId(), step.action());
        }
    }

    private List<SignLift> lifts(int churned, List<String> retained) {
        Map<String, Integer> holders = retainedHolders(retained);
        return signs.entrySet().stream()
                .filter(each -> each.getValue().clientIds().size() >= FEWEST_CHURNED)
                .map(
                        each ->
                                lift(
                                        each.getKey(),
                                        each.getValue(),
                                        churned,
                                        holders.getOrDefault(each.getKey(), 0),
                                        retained.size()))
                .sorted(
                        Comparator.comparing(
                                        SignLift::lift,
                                        Comparator.nullsLast(Comparator.reverseOrder()))
                                .thenComparing(SignLift::indicatorKey))
                .toList();
    }

    private static SignLift lift(String key, Shown shown, int churned, int holders, int retained) {
        int clients = shown.clientIds().size();
        double ofChurned = clients / (double) churned;
        double ofRetained = retained == 0 ? 0 : holders / (double) retained;
        BigDecimal lift = holders == 0 ? null : Rounded.figure(ofChurned / ofRetained);
        BigDecimal median =
                new Quantiles(shown.leadTimes().stream().map(BigDecimal::valueOf).toList())
                        .median(2);
        return new SignLift(
                RiskSign.shown(key),
                clients,
                rate(clients, churned),
                retained == 0 ? null : rate(holders, retained),
                lift,
                Objects.requireNonNull(median));
    }

    /**
     * Returns how many of the clients that stayed showed each sign in the last days of the period, as stored by runs
     * or, for days before the first run, as computed now.
     */
    private Map<String, Integer> retainedHolders(List<String> retained) {
        LocalDate until = order.periodEnd().minusDays(1);
        LocalDate since = until.minusDays(SIGN_DAYS);
        Map<String, Set<String>> holders = new HashMap<>();
        tx.dao(ChurnPatternsDao.class)
                .holders(retained.toArray(String[]::new), since, until)
                .forEach(
                        each ->
                                holders.computeIfAbsent(each.indicatorKey(), it -> new HashSet<>())
                                        .add(each.clientId()));
        LocalDate recordedFrom = tx.dao(ChurnPatternsDao.class).recorded().orElse(null);
        for (int from = 0; from < retained.size(); from += BATCH) {
            List<Pair> pairs =
                    retained.subList(from, Math.min(from + BATCH, retained.size())).stream()
                            .flatMap(id -> unrecorded(id, since, until, recordedFrom))
                            .toList();
            for (ClientReading reading : RetentionFacts.readings(tx, pairs, today)) {
                for (RiskSign sign : RiskRules.of(reading.signals())) {
                    if (sign.begins()) {
                        holders.computeIfAbsent(sign.indicatorKey(), it -> new HashSet<>())
                                .add(reading.signals().clientId());
                    }
                }
            }
        }
        return holders.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().size()));
    }

    /** Returns the days for which no run has stored anything, at steps of 30 days back from the last. */
    private static Stream<Pair> unrecorded(
            String clientId, LocalDate since, LocalDate until, @Nullable LocalDate recordedFrom) {
        return IntStream.range(0, SIGN_DAYS / SAMPLE_DAYS)
                .mapToObj(k -> until.minusDays((long) k * SAMPLE_DAYS))
                .filter(day -> day.isAfter(since))
                .filter(day -> recordedFrom == null || day.isBefore(recordedFrom))
                .map(day -> new Pair(clientId, day));
    }

    private static List<Group> groups(List<Departure> departures, Function<Departure, String> key) {
        return departures.stream().collect(Collectors.groupingBy(key)).entrySet().stream()
                .map(
                        each ->
                                new Group(
                                        each.getKey(),
                                        each.getValue().size(),
                                        Rounded.amount(
                                                each.getValue().stream()
                                                        .map(Departure::arrLostAmount)
                                                        .reduce(BigDecimal.ZERO, BigDecimal::add))))
                .sorted(
                        Comparator.comparingInt(Group::churnedCount)
                                .reversed()
                                .thenComparing(Group::key))
                .toList();
    }

    private static String tenure(int days) {
        if (days < YEAR_DAYS) {
            return "under_1_year";
        }
        return days < 2 * YEAR_DAYS
                ? "1_to_2_years"
                : days < 4 * YEAR_DAYS ? "2_to_4_years" : "4_years_or_more";
    }

    private String action(String ruleId) {
        return Objects.requireNonNull(actions.get(ruleId));
    }

    /** Returns the lesson: high priority where half of the clients left without the action, medium from a fifth. */
    private static Lesson lesson(Missed missed, int churned) {
        double share = missed.clients() / (double) churned;
        Priority priority =
                share >= 0.5 ? Priority.HIGH : share >= 0.2 ? Priority.MEDIUM : Priority.LOW;
        return new Lesson(
                missed.ruleId(), new Because(missed.clients(), churned), missed.action(), priority);
    }

    private static BigDecimal rate(long part, long whole) {
        return Rounded.rate(part / (double) whole);
    }
}
