package io.os199.cs.health;

import io.os199.cs.health.HealthInputsOracle.Point;
import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.HealthRows.Contract;
import io.os199.cs.health.HealthRows.Escalation;
import io.os199.cs.health.HealthRows.Feature;
import io.os199.cs.health.HealthRows.FeatureDay;
import io.os199.cs.health.HealthRows.PaymentChange;
import io.os199.cs.health.HealthRows.ProductUser;
import io.os199.cs.health.HealthRows.Renewal;
import io.os199.cs.health.HealthRows.Response;
import io.os199.cs.health.HealthRows.Ticket;
import io.os199.cs.health.HealthRows.Touchpoint;
import io.os199.cs.health.HealthRows.UserDay;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Clients whose rows lie on the edges of everything that is counted at a point and at its reference: the first and
 * last day of each window and their neighbors, the first and last microsecond of these days, the cuts and a
 * microsecond on either side.
 */
public final class HealthRowsGenerator {
    private static final int FEATURES = 16;

    private final RandomGenerator random;
    private final Point point;
    private final List<LocalDate> edges = new ArrayList<>();
    private final List<Instant> cuts;

    public HealthRowsGenerator(RandomGenerator random, Point point) {
        this.random = random;
        this.point = point;
        this.cuts = List.of(point.cut(), point.reference().cut());
        addEdges(point);
        addEdges(point.reference());
    }

    private void addEdges(Point at) {
        int lookback = at.lookback();
        int seen = Math.max(180, lookback);
        int answers = Math.max(90, 3 * lookback);
        for (int before :
                List.of(-1, 0, 1, 2, 3, 4, lookback - 1, lookback, answers - 1, answers)) {
            edges.add(at.day().minusDays(before));
        }
        for (int before :
                List.of(
                        -1,
                        0,
                        lookback - 1,
                        lookback,
                        2 * lookback - 1,
                        2 * lookback,
                        seen - 1,
                        seen)) {
            edges.add(at.useDay().minusDays(before));
        }
    }

    /** Features of every tier, with and without product, released on and after each of the points and their references. */
    public static Catalogue catalogue(RandomGenerator random, List<Point> points) {
        List<LocalDate> releases = new ArrayList<>();
        for (Point at : points) {
            for (LocalDate day : List.of(at.day(), at.reference().day())) {
                releases.addAll(List.of(day, day.plusDays(1)));
            }
        }
        List<String> tiers = List.of("starter", "standard", "professional", "enterprise");
        List<Feature> features = new ArrayList<>();
        for (int n = 0; n < FEATURES; n++) {
            features.add(
                    new Feature(
                            "f" + n,
                            n % 4 == 0 ? null : "product_" + n % 4,
                            tiers.get(random.nextInt(tiers.size())),
                            n % 3 == 0 ? null : releases.get(random.nextInt(releases.size()))));
        }
        return new Catalogue(Set.of("product_1", "product_2", "product_3"), features);
    }

    public HealthRows client(String id) {
        List<Contract> contracts = upTo(3, n -> contract(id, id + "_c" + n));
        return new HealthRows(
                id,
                any("starter", "standard", "professional", "enterprise"),
                contracts,
                distinct(3 * contracts.size(), n -> change(contracts.get(n % contracts.size()))),
                distinct(contracts.size(), n -> renewal(contracts.get(n))),
                distinct(2, n -> new ProductUser(id, "u" + n, day())),
                distinct(
                        30,
                        n ->
                                new UserDay(
                                        id, day(), "u" + random.nextInt(6), 1 + random.nextInt(9))),
                distinct(20, n -> new FeatureDay(id, day(), "f" + random.nextInt(FEATURES + 2))),
                distinct(8, n -> touchpoint(id, n)),
                upTo(6, n -> ticket(id, id + "_t" + n)),
                upTo(2, n -> new Escalation(id, id + "_e" + n, moment(), maybe(moment()))).stream()
                        .map(HealthRowsGenerator::ordered)
                        .toList(),
                upTo(6, n -> response(id, id + "_r" + n)));
    }

    private Contract contract(String clientId, String id) {
        LocalDate starts = oneIn(2) ? point.day().minusDays(800) : pointDay(-1, 0, 1);
        LocalDate ends = maybe(pointDay(-1, 0, 1, 29, 30, 31, 200));
        return new Contract(
                clientId,
                id,
                any("active", "active", "active", "expired", "terminated", "draft"),
                starts,
                ends != null && ends.isBefore(starts) ? starts : ends,
                oneIn(4) ? pointDay(-1, 0, 1) : null,
                oneIn(2) ? pointDay(-10, 0, 29, 30, 31) : null,
                oneIn(3),
                any("current", "late", "overdue"),
                oneIn(2) ? 1 + random.nextInt(9) : null,
                oneIn(2) ? List.of() : upTo(2, n -> any("product_1", "product_2", "unknown")));
    }

    private PaymentChange change(Contract contract) {
        return new PaymentChange(
                contract.clientId(),
                contract.contractId(),
                moment(),
                maybe(any("current", "late", "overdue")));
    }

    private Renewal renewal(Contract contract) {
        String stage = any("upcoming", "committed", "renewed", "lost");
        boolean isClosed = Set.of("renewed", "lost").contains(stage);
        return new Renewal(
                contract.clientId(),
                contract.contractId(),
                stage,
                maybe(pointDay(-1, 0, 1)),
                isClosed ? pointDay(-1, 0, 1) : null);
    }

    private Touchpoint touchpoint(String clientId, int n) {
        Instant at = moment();
        Instant answered = maybe(moment());
        return new Touchpoint(
                clientId,
                clientId + "_p" + n,
                at,
                any("email", "call", "chat", "meeting", "training", "review"),
                any("outbound", "outbound", "inbound"),
                notBefore(at, answered));
    }

    private Ticket ticket(String clientId, String id) {
        Instant opened = moment();
        Instant rated = notBefore(opened, maybe(moment()));
        return new Ticket(
                clientId,
                id,
                "P" + random.nextInt(5),
                opened,
                notBefore(opened, maybe(moment())),
                notBefore(opened, maybe(moment())),
                rated == null ? null : 1 + random.nextInt(5),
                rated,
                oneIn(5) ? opened.plus(1, ChronoUnit.HOURS) : null);
    }

    private static Escalation ordered(Escalation drawn) {
        return new Escalation(
                drawn.clientId(),
                drawn.escalationId(),
                drawn.openedAt(),
                notBefore(drawn.openedAt(), drawn.resolvedAt()));
    }

    private Response response(String clientId, String id) {
        String kind = any("nps", "csat", "ces");
        int score =
                switch (kind) {
                    case "nps" -> random.nextInt(11);
                    case "csat" -> 1 + random.nextInt(5);
                    default -> 1 + random.nextInt(7);
                };
        return new Response(clientId, id, kind, score, moment());
    }

    /** Returns {@code then}, but not before {@code first}: a consequence cannot precede its cause. */
    private static @Nullable Instant notBefore(Instant first, @Nullable Instant then) {
        return then != null && then.isBefore(first) ? first : then;
    }

    private LocalDate day() {
        return oneIn(4)
                ? point.useDay().minusDays(random.nextInt(3 * point.lookback() + 2))
                : edges.get(random.nextInt(edges.size()));
    }

    private Instant moment() {
        if (oneIn(6)) {
            return cuts.get(random.nextInt(2)).plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
        }
        Instant dayStarts = day().atStartOfDay().toInstant(ZoneOffset.UTC);
        return switch (random.nextInt(3)) {
            case 0 -> dayStarts;
            case 1 -> dayStarts.plus(1, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
            default -> dayStarts.plus(random.nextLong(86_400_000_000L), ChronoUnit.MICROS);
        };
    }

    /** Returns a day the given number of days after the point's day or after the reference's. */
    private LocalDate pointDay(int... after) {
        LocalDate day = oneIn(2) ? point.day() : point.reference().day();
        return day.plusDays(after[random.nextInt(after.length)]);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> @Nullable T maybe(T value) {
        return oneIn(3) ? null : value;
    }

    private String any(String... values) {
        return values[random.nextInt(values.length)];
    }

    /** Makes up to {@code most} elements; none at all in a quarter of the calls and sometimes besides. */
    private <T> List<T> upTo(int most, IntFunction<T> make) {
        int count = oneIn(4) ? 0 : random.nextInt(most + 1);
        return IntStream.range(0, count).mapToObj(make).toList();
    }

    /** As {@link #upTo}, with at most one row for each key of its table. */
    private <T> List<T> distinct(int most, IntFunction<T> make) {
        Map<String, T> rows = new TreeMap<>();
        upTo(most, make).forEach(row -> rows.putIfAbsent(KEY.apply(row), row));
        return List.copyOf(rows.values());
    }

    private static final Function<Object, String> KEY =
            row ->
                    switch (row) {
                        case PaymentChange r -> r.contractId() + r.changedAt();
                        case Renewal r -> r.contractId();
                        case ProductUser r -> r.userKey();
                        case UserDay r -> r.day() + r.userKey();
                        case FeatureDay r -> r.day() + r.featureKey();
                        case Touchpoint r -> r.occurredAt() + r.kind() + r.direction();
                        default -> throw new IllegalArgumentException(row.toString());
                    };
}
