package io.os199.cs.expansion.revenue;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The worked examples of the revenue ledger, and what must hold for any ledger, checked against sums computed one by
 * one.
 */
class RevenueLedgerDaoTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
    private static TestDatabase database;

    /** A row of the ledger. */
    private record Movement(String clientId, LocalDate on, String kind, BigDecimal delta) {}

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("delete from revenue_movements");
                            db.execute("delete from clients");
                            db.execute("delete from client_names");
                        });
    }

    @Test
    void theBridgeOfAQuarterReconciles() {
        store(
                moved("a", "2025-01-01", "new", 100_000),
                moved("b", "2025-01-01", "new", 50_000),
                moved("c", "2025-01-01", "new", 30_000),
                moved("e", "2024-01-01", "new", 10_000),
                moved("e", "2024-06-01", "churn", -10_000),
                moved("a", "2026-04-01", "expansion", 20_000),
                moved("b", "2026-05-01", "contraction", -10_000),
                moved("c", "2026-06-30", "churn", -30_000),
                moved("d", "2026-06-01", "new", 25_000),
                moved("e", "2026-06-02", "reactivation", 15_000));
        RevenuePeriod quarter = period("2026-04-01", "2026-07-01");

        assertThat(quarter.startingArr()).isEqualByComparingTo("180000");
        assertThat(quarter.endingArr()).isEqualByComparingTo("200000");
        assertThat(quarter.reconciles()).isTrue();
        CohortKept cohort = quarter.cohort();
        assertThat(cohort.nrr()).isBetween(new BigDecimal("0.88888"), new BigDecimal("0.88889"));
        assertThat(cohort.grr()).isBetween(new BigDecimal("0.77777"), new BigDecimal("0.77778"));
        assertThat(cohort.logoRetention())
                .isBetween(new BigDecimal("0.66666"), new BigDecimal("0.66667"));
        assertThat(quarter.expandingCount()).isEqualTo(1);
    }

    @Test
    void whoGrowsAndShrinksBackHasLostNothing() {
        store(
                moved("a", "2025-01-01", "new", 100),
                moved("a", "2026-04-10", "expansion", 10),
                moved("a", "2026-05-10", "contraction", -4));
        CohortKept cohort = period("2026-04-01", "2026-07-01").cohort();

        assertThat(cohort.endArr()).isEqualByComparingTo("106");
        assertThat(cohort.keptArr()).isEqualByComparingTo("100");
    }

    @Test
    void whatHappensOnABoundIsOfThePeriodThatBegins() {
        store(moved("a", "2026-07-01", "new", 100));
        RevenuePeriod before = period("2026-04-01", "2026-07-01");
        RevenuePeriod after = period("2026-07-01", "2026-10-01");

        assertThat(before.newArr()).isZero();
        assertThat(after.newArr()).isEqualByComparingTo("100");
        assertThat(after.cohort().nrr()).isNull();
        assertThat(after.cohort().grr()).isNull();
        assertThat(after.cohort().logoRetention()).isNull();
        assertThat(after.reconciles()).isTrue();
        assertThat(after.endingArr()).isEqualByComparingTo("100");
    }

    @Test
    void anEmptyLedgerHasEmptyPeriods() {
        RevenuePeriod none = period("2026-04-01", "2026-07-01");
        assertThat(none.startingArr()).isZero();
        assertThat(none.reconciles()).isTrue();
        assertThat(none.cohort().clientCount()).isZero();
    }

    /** Sixty ledgers, each cut at random days. */
    @Test
    void anyLedgerAddsUpHoweverItIsCut() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            empty();
            List<Movement> ledger = ledger(random);
            store(ledger.toArray(Movement[]::new));
            List<LocalDate> bounds = bounds(random);
            List<RevenuePeriod> parts = periods(bounds);
            RevenuePeriod whole = period(bounds.getFirst(), bounds.getLast());

            assertThat(parts).as("seed %d", seed).hasSize(bounds.size() - 1);
            for (RevenuePeriod part : parts) {
                assertAsSummed(part, ledger, seed);
            }
            assertAsSummed(whole, ledger, seed);
            assertThat(sum(parts, RevenuePeriod::newArr)).isEqualByComparingTo(whole.newArr());
            assertThat(sum(parts, RevenuePeriod::reactivationArr))
                    .isEqualByComparingTo(whole.reactivationArr());
            assertThat(sum(parts, RevenuePeriod::expansionArr))
                    .isEqualByComparingTo(whole.expansionArr());
            assertThat(sum(parts, RevenuePeriod::contractionArr))
                    .isEqualByComparingTo(whole.contractionArr());
            assertThat(sum(parts, RevenuePeriod::churnArr)).isEqualByComparingTo(whole.churnArr());
        }
    }

    private static void assertAsSummed(RevenuePeriod period, List<Movement> ledger, int seed) {
        Map<String, BigDecimal> before = new TreeMap<>();
        Map<String, BigDecimal> after = new TreeMap<>();
        for (Movement each : ledger) {
            if (each.on().isBefore(period.start())) {
                before.merge(each.clientId(), each.delta(), BigDecimal::add);
            }
            if (each.on().isBefore(period.end())) {
                after.merge(each.clientId(), each.delta(), BigDecimal::add);
            }
        }
        BigDecimal end = BigDecimal.ZERO;
        BigDecimal kept = BigDecimal.ZERO;
        int clients = 0;
        int logos = 0;
        for (Map.Entry<String, BigDecimal> client : before.entrySet()) {
            if (client.getValue().signum() > 0) {
                BigDecimal then = after.get(client.getKey());
                clients++;
                end = end.add(then);
                kept = kept.add(then.min(client.getValue()));
                logos += then.signum();
            }
        }
        CohortKept cohort = period.cohort();
        assertThat(period.reconciles()).as("seed %d", seed).isTrue();
        assertThat(period.startingArr()).as("seed %d", seed).isEqualByComparingTo(total(before));
        assertThat(period.endingArr()).as("seed %d", seed).isEqualByComparingTo(total(after));
        assertThat(cohort.clientCount()).as("seed %d", seed).isEqualTo(clients);
        assertThat(cohort.keptCount()).as("seed %d", seed).isEqualTo(logos);
        assertThat(cohort.arr()).as("seed %d", seed).isEqualByComparingTo(total(before));
        assertThat(cohort.endArr()).as("seed %d", seed).isEqualByComparingTo(end);
        assertThat(cohort.keptArr()).as("seed %d", seed).isEqualByComparingTo(kept);
        BigDecimal grr = cohort.grr();
        BigDecimal nrr = cohort.nrr();
        if (grr != null && nrr != null) {
            assertThat(grr).isLessThanOrEqualTo(BigDecimal.ONE).isLessThanOrEqualTo(nrr);
        }
    }

    private static BigDecimal total(Map<String, BigDecimal> arr) {
        return arr.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sum(
            List<RevenuePeriod> parts, Function<RevenuePeriod, BigDecimal> of) {
        return parts.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the movements of up to twenty clients over three years, which come, grow, shrink, leave and return. */
    private static List<Movement> ledger(Random random) {
        List<Movement> ledger = new ArrayList<>();
        int clients = random.nextInt(20);
        for (int client = 0; client < clients; client++) {
            String id = "client_%02d".formatted(client);
            LocalDate day = FIRST.plusDays(random.nextInt(700));
            BigDecimal arr = BigDecimal.ZERO;
            int movements = 1 + random.nextInt(9);
            for (int i = 0; i < movements; i++) {
                String kind;
                BigDecimal delta = BigDecimal.valueOf(1 + random.nextInt(9_999_99), 2);
                if (arr.signum() == 0) {
                    kind = i == 0 ? "new" : "reactivation";
                } else if (random.nextInt(4) == 0) {
                    kind = "churn";
                    delta = arr.negate();
                } else if (random.nextBoolean() && delta.compareTo(arr) < 0) {
                    kind = "contraction";
                    delta = delta.negate();
                } else {
                    kind = "expansion";
                }
                ledger.add(new Movement(id, day, kind, delta));
                arr = arr.add(delta);
                day = day.plusDays(random.nextInt(120));
            }
        }
        return ledger;
    }

    private static List<LocalDate> bounds(Random random) {
        TreeSet<LocalDate> days = new TreeSet<>();
        int count = 2 + random.nextInt(12);
        while (days.size() < count) {
            days.add(FIRST.plusDays(random.nextInt(1_100)));
        }
        return List.copyOf(days);
    }

    private static Movement moved(String client, String on, String kind, long delta) {
        return new Movement(client, LocalDate.parse(on), kind, BigDecimal.valueOf(delta));
    }

    private static void store(Movement... movements) {
        List<Movement> all = List.of(movements);
        database.jdbi()
                .useHandle(
                        db -> {
                            for (String client :
                                    all.stream()
                                            .map(Movement::clientId)
                                            .collect(Collectors.toCollection(TreeSet::new))) {
                                db.execute(
                                        "insert into client_names (client_id, name) values (?, ?)",
                                        client,
                                        "Client " + client);
                                db.execute(
                                        "insert into clients (client_id, name, company_name, tier)"
                                                + " values (?, ?, 'x', 'standard')",
                                        client,
                                        "Client " + client);
                            }
                            var batch =
                                    db.prepareBatch(
                                            "insert into revenue_movements (client_id,"
                                                    + " effective_on, movement_id, kind,"
                                                    + " arr_delta_amount) values (?, ?, ?, ?, ?)");
                            for (int i = 0; i < all.size(); i++) {
                                Movement each = all.get(i);
                                batch.add(
                                        each.clientId(),
                                        each.on(),
                                        "movement_" + i,
                                        each.kind(),
                                        each.delta());
                            }
                            if (!all.isEmpty()) {
                                batch.execute();
                            }
                        });
    }

    private static RevenuePeriod period(String start, String end) {
        return period(LocalDate.parse(start), LocalDate.parse(end));
    }

    private static RevenuePeriod period(LocalDate start, LocalDate end) {
        return periods(List.of(start, end)).getFirst();
    }

    private static List<RevenuePeriod> periods(List<LocalDate> bounds) {
        return database.database()
                .read(tx -> new RevenueLedger(tx, RevenueFilter.ALL).periods(bounds));
    }
}
