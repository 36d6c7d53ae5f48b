package io.os199.cs.health.patterns;

import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.health.model.UsageDays;
import io.os199.cs.health.patterns.EngagementPatternDao.Client;
import io.os199.cs.health.patterns.EngagementPatternDao.IndividualParts;
import io.os199.cs.health.patterns.EngagementPatternDao.IndividualRow;
import io.os199.cs.health.patterns.EngagementPatternDao.RiskRow;
import io.os199.cs.health.patterns.PatternTally.Control;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.UsagePeriods;
import io.os199.cs.usage.model.UsageFacts.Hour;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserMix;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what clients contribute, whole lists of clients with each statement. */
final class PatternReader {
    /** How many days ago the patterns of clients that stayed are looked at. */
    private static final int BEFORE_DAYS = 30;

    private final Transaction tx;
    private final EngagementPatternDao dao;
    private final PatternOrder order;
    private final UsagePeriod period;
    private final Instant cut;

    PatternReader(Transaction tx, PatternOrder order, Instant cut) {
        this.tx = tx;
        this.dao = tx.dao(EngagementPatternDao.class);
        this.order = order;
        this.period = order.period();
        this.cut = cut;
    }

    /** Returns what a chunk contributes: the part of the clients in scope, and what is asked about all of them. */
    PatternTally chunk(List<Client> all) {
        List<Client> scope = all.stream().filter(Client::isInScope).toList();
        List<UsageDays> days = order.anomalyDetection() ? usageDays(ids(all)) : List.of();
        Set<String> scopeIds = Set.copyOf(scope.stream().map(Client::clientId).toList());
        List<UsageDays> scopeDays =
                days.stream().filter(client -> scopeIds.contains(client.clientId())).toList();
        PatternTally own = scope(scope, AnomalyTally.of(scopeDays));
        return new PatternTally(
                own.clientIds(),
                own.use(),
                own.hours(),
                own.features(),
                own.mix(),
                own.risks(),
                own.anomalies(),
                order.predictiveInsights() ? control(all) : null,
                AnomalyTally.of(days).daysOnly());
    }

    /**
     * What is read of one client.
     *
     * @param tally says nothing about the portfolio
     * @param view absent where no run is recent enough, or nobody asks what it found
     */
    record Individual(
            PatternTally tally, PatternFacts.Dialogue dialogue, @Nullable PortfolioView view) {}

    Individual individual(String clientId) {
        IndividualRow row = individualRow(clientId);
        UsageDays days = row.usageDays();
        PatternTally tally =
                new PatternTally(
                        List.of(clientId),
                        row.use(),
                        row.hours() == null ? List.of() : row.hours(),
                        row.features() == null ? PatternFacts.Features.NONE : row.features(),
                        mix(List.of(clientId)),
                        RiskHits.of(List.of(row.client()), Map.of(clientId, row.risks().holding())),
                        days == null ? AnomalyTally.NONE : AnomalyTally.of(List.of(days)),
                        null,
                        AnomalyTally.NONE);
        return new Individual(
                tally,
                new PatternFacts.Dialogue(row.contacts(), row.tickets()),
                row.run() == null ? null : PortfolioView.of(row.run()));
    }

    private IndividualRow individualRow(String clientId) {
        return dao.individual(
                clientId,
                new String[] {clientId},
                new String[] {order.today().toString()},
                period.start(),
                period.day(),
                firstMonday(),
                endMonday(),
                firstOfUsageDays(),
                order.newest(),
                order.today(),
                cut,
                PortfolioView.since(cut),
                order.timeZone(),
                new IndividualParts(
                        order.anomalyDetection(),
                        wantsHours(),
                        order.wants(PatternType.FEATURE_USAGE),
                        order.wants(PatternType.COMMUNICATION),
                        order.wants(PatternType.SUPPORT),
                        order.predictiveInsights() || order.anomalyDetection()));
    }

    /** Returns the dialogue with many clients together. */
    PatternFacts.Dialogue dialogue(List<String> clientIds) {
        String[] ids = clientIds.toArray(String[]::new);
        return new PatternFacts.Dialogue(
                order.wants(PatternType.COMMUNICATION)
                        ? dao.contacts(ids, period.start(), period.day(), cut, order.timeZone())
                                .facts()
                        : null,
                order.wants(PatternType.SUPPORT)
                        ? dao.tickets(ids, period.start(), cut, order.timeZone()).facts()
                        : null);
    }

    private PatternTally scope(List<Client> clients, AnomalyTally anomalies) {
        if (clients.isEmpty()) {
            return PatternTally.NONE;
        }
        String[] ids = ids(clients);
        return new PatternTally(
                List.of(ids),
                use(ids),
                wantsHours()
                        ? dao.hours(ids, period.start(), period.day(), order.timeZone())
                        : List.<Hour>of(),
                order.wants(PatternType.FEATURE_USAGE)
                        ? dao.features(ids, period.day()).facts()
                        : PatternFacts.Features.NONE,
                mix(List.of(ids)),
                RiskHits.of(clients, holding(ids, order.today())),
                anomalies,
                null,
                AnomalyTally.NONE);
    }

    private boolean wantsHours() {
        return order.wants(PatternType.TEMPORAL) || order.wants(PatternType.COMMUNICATION);
    }

    private UserMix mix(List<String> clientIds) {
        return UserMix.of(new UsagePeriods().groups(tx, clientIds, period), period.dayCount());
    }

    private PatternFacts.Use use(String[] ids) {
        return dao.use(ids, period.start(), period.day(), firstMonday(), endMonday()).facts();
    }

    private LocalDate firstMonday() {
        return period.start().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
    }

    private LocalDate endMonday() {
        return period.completeEnd().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** Returns the patterns of the clients that stayed, as of 30 days ago. */
    Control control(List<Client> clients) {
        String[] ids = ids(clients);
        return new Control(ids.length, counts(holding(ids, order.today().minusDays(BEFORE_DAYS))));
    }

    /** Returns the patterns of the clients that left, as of 30 days before they did. */
    Control left() {
        List<EngagementPatternDao.Left> left = dao.churned(order.today());
        String[] ids =
                left.stream().map(EngagementPatternDao.Left::clientId).toArray(String[]::new);
        List<LocalDate> days = left.stream().map(EngagementPatternDao.Left::day).toList();
        return new Control(ids.length, counts(holding(ids, days)));
    }

    AnomalyTally portfolioDays(List<Client> clients) {
        return AnomalyTally.of(usageDays(ids(clients))).daysOnly();
    }

    private List<UsageDays> usageDays(String[] ids) {
        return dao.usageDays(ids, firstOfUsageDays(), order.newest());
    }

    private LocalDate firstOfUsageDays() {
        return order.newest().minusDays(UsageDays.NEEDED - 1L);
    }

    private Map<String, Set<RiskPattern>> holding(String[] ids, LocalDate day) {
        return holding(ids, Collections.nCopies(ids.length, day));
    }

    private Map<String, Set<RiskPattern>> holding(String[] ids, List<LocalDate> days) {
        String[] texts = days.stream().map(LocalDate::toString).toArray(String[]::new);
        Map<String, Set<RiskPattern>> holding = new HashMap<>();
        for (RiskRow row : dao.risks(ids, texts, order.today(), cut)) {
            holding.put(row.clientId(), row.holding());
        }
        return holding;
    }

    private static Map<RiskPattern, Integer> counts(Map<String, Set<RiskPattern>> holding) {
        Map<RiskPattern, Integer> counts = new EnumMap<>(RiskPattern.class);
        holding.values()
                .forEach(
                        patterns ->
                                patterns.forEach(
                                        pattern -> counts.merge(pattern, 1, Integer::sum)));
        return counts;
    }

    private static String[] ids(List<Client> clients) {
        return clients.stream().map(Client::clientId).toArray(String[]::new);
    }
}
