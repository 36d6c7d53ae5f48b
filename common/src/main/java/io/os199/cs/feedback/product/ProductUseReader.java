package io.os199.cs.feedback.product;

import io.os199.cs.feedback.product.ProductUse.Adoption;
import io.os199.cs.feedback.product.ProductUse.Compared;
import io.os199.cs.feedback.product.ProductUse.Core;
import io.os199.cs.feedback.product.ProductUse.FeatureUse;
import io.os199.cs.feedback.product.ProductUse.OfProduct;
import io.os199.cs.feedback.product.ProductUse.Trend;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.UsageBenchmarkDao;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.usage.UsagePeriods;
import io.os199.cs.usage.model.ClientUsage;
import io.os199.cs.usage.model.Granularity;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsageFacts.Totals;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserCohort;
import io.os199.cs.usage.model.UserGroup;
import io.os199.cs.usage.model.UserMix;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads how one client uses the product. */
public final class ProductUseReader {
    private static final int MOST_KEYS = 20;
    private static final int TOP = 3;
    private static final int RECENT_DAYS = 90;

    /** The minimum number of days that events are kept. */
    private static final int KEPT_DAYS = 90;

    private static final long TELLING = 20;
    private static final String INTEGRATION = "integration";
    private static final List<String> BENCHMARKS =
            List.of("breadth_rate", "activation_rate", "events_per_active_user");

    private final ProductUseOrder order;
    private final UsagePeriod period;
    private final Totals totals;
    private final ClientUsage usage;
    private final List<FeatureRow> features;
    private final @Nullable List<ProductUse.Benchmark> benchmark;
    private final ProductUse.@Nullable Component component;

    /**
     * The parts of the answer that are wanted.
     *
     * @param benchmark whether stored scores of peers are read
     */
    public record Shown(boolean features, boolean users, boolean adoption, boolean benchmark) {}

    /** Reads everything in one snapshot. */
    public ProductUseReader(
            Transaction tx,
            String clientId,
            ProductUseOrder order,
            UsagePeriods periods,
            HealthModels models,
            boolean comparesPeers) {
        this.order = order;
        this.period = order.period();
        this.usage =
                periods.client(
                        tx, clientId, period, Granularity.DAILY, ZoneOffset.UTC, false, true);
        this.totals = usage.facts().totals();
        this.features =
                tx.dao(ProductUseDao.class)
                        .features(
                                clientId,
                                period.start(),
                                period.day(),
                                period.completeEnd(),
                                period.beforeStart(),
                                usersFrom(),
                                order.category(),
                                order.productId());
        this.benchmark =
                comparesPeers && !order.isFiltered()
                        ? models.usageBenchmark(tx, clientId, period.day(), BENCHMARKS).stream()
                                .map(ProductUseReader::benchmark)
                                .toList()
                        : null;
        this.component = tx.dao(ProductUseDao.class).score(clientId, period.day()).orElse(null);
    }

    private static ProductUse.Benchmark benchmark(UsageBenchmarkDao.Row row) {
        return new ProductUse.Benchmark(
                switch (row.metric()) {
                    case "breadth_rate" -> "feature_utilization_rate";
                    case "activation_rate" -> "seat_utilization_rate";
                    default -> row.metric();
                },
                row.clientValue(),
                row.peerMedian(),
                row.percentile(),
                row.isTier() ? "tier" : "portfolio",
                row.peerCount());
    }

    private String usersFrom() {
        if (order.endsToday()) {
            return "users";
        }
        return period.start().isBefore(order.today().minusDays(KEPT_DAYS)) ? "nothing" : "events";
    }

    /** Returns the number of features that there are to list. */
    public int featureCount() {
        return features.size();
    }

    /** Returns the features after the order's position, up to one more than its limit. */
    public List<FeatureUse> page() {
        ProductUseOrder.Position after = order.after();
        return features.stream()
                .filter(row -> after == null || isBehind(row, after))
                .limit(order.limit() + 1L)
                .map(this::shown)
                .toList();
    }

    private static boolean isBehind(FeatureRow row, ProductUseOrder.Position after) {
        long events = Long.parseLong(after.figure());
        return row.eventCount() < events
                || (row.eventCount() == events
                        && row.featureKey().compareTo(after.featureKey()) > 0);
    }

    /** Returns the answer, with the features of a page. */
    public ProductUse read(
            Shown shown, @Nullable List<FeatureUse> page, @Nullable String nextCursor) {
        Core core = core();
        List<Compared> compared = compared();
        boolean showsUsers = shown.users() && !order.isFiltered();
        UserMix mix =
                order.isFiltered() ? UserMix.NONE : UserMix.of(usage.groups(), period.dayCount());
        ProductUseRules rules =
                new ProductUseRules(
                        core, totals.activeUserCount(), compared.getFirst(), mix, features, period);
        return new ProductUse(
                core,
                compared,
                trend(compared.getFirst()),
                page,
                page == null ? null : featureCount(),
                nextCursor,
                shown.adoption() ? adoption() : null,
                keys(row -> row.isUsed() && INTEGRATION.equals(row.category())),
                byProduct(),
                showsUsers ? segments() : null,
                showsUsers
                        ? usage.facts().roles().stream()
                                .map(
                                        role ->
                                                new ProductUse.OfRole(
                                                        role.role(),
                                                        role.activeUserCount(),
                                                        role.eventCount()))
                                .toList()
                        : null,
                order.isFiltered() ? null : component,
                benchmark,
                rules.expansion(),
                rules.risks(),
                rules.advice(),
                new ProductUse.Evidence(
                        period.start(),
                        period.completeEnd(),
                        period.beforeStart(),
                        period.start()));
    }

    private Core core() {
        List<FeatureRow> available = features.stream().filter(FeatureRow::isAvailable).toList();
        List<FeatureRow> used = available.stream().filter(FeatureRow::isUsed).toList();
        long events = features.stream().mapToLong(FeatureRow::eventCount).sum();
        long top =
                features.stream()
                        .map(FeatureRow::eventCount)
                        .sorted(Comparator.reverseOrder())
                        .limit(TOP)
                        .mapToLong(Long::longValue)
                        .sum();
        boolean isWhole = !order.isFiltered();
        Integer licensed = isWhole ? totals.licensedUserCount() : null;
        return new Core(
                events,
                isWhole ? Rounded.figure(totals.minutes()) : null,
                isWhole ? activeDays() : null,
                isWhole ? totals.activeUserCount() : null,
                isWhole ? totals.knownUserCount() : null,
                licensed,
                licensed == null ? null : Quotients.rate(totals.activeUserCount(), licensed),
                used.size(),
                available.size(),
                Quotients.rate(used.size(), available.size()),
                Quotients.rate(
                        used.stream().filter(FeatureRow::isCore).count(),
                        available.stream().filter(FeatureRow::isCore).count()),
                isWhole ? Quotients.mean(events, totals.activeUserCount()) : null,
                Quotients.rate(top, events));
    }

    private int activeDays() {
        return (int) usage.facts().series().stream().filter(day -> day.userCount() > 0).count();
    }

    private List<Compared> compared() {
        Compared events =
                compared(
                        "event_count",
                        features.stream().mapToLong(FeatureRow::completeEventCount).sum(),
                        features.stream().mapToLong(FeatureRow::beforeEventCount).sum());
        Compared used =
                compared(
                        "features_used_count",
                        features.stream().filter(row -> row.completeEventCount() > 0).count(),
                        features.stream().filter(row -> row.beforeEventCount() > 0).count());
        return order.isFiltered()
                ? List.of(events, used)
                : List.of(
                        events,
                        compared(
                                "active_user_count",
                                totals.completeUserCount(),
                                totals.beforeUserCount()),
                        used);
    }

    private static Compared compared(String metric, long now, long before) {
        return new Compared(metric, now, before, FeatureRow.changeRate(now, before));
    }

    private static @Nullable Trend trend(Compared events) {
        if (events.previous() < TELLING) {
            return null;
        }
        long change = 10 * (events.current() - events.previous());
        return change >= events.previous()
                ? Trend.UP
                : change <= -events.previous() ? Trend.DOWN : Trend.FLAT;
    }

    private FeatureUse shown(FeatureRow row) {
        long events = features.stream().mapToLong(FeatureRow::eventCount).sum();
        Integer users = row.userCount();
        Double sentiment = row.meanSentiment();
        return new FeatureUse(
                row.featureKey(),
                row.name(),
                row.category(),
                row.productId(),
                row.isCore(),
                row.minTier(),
                row.status(period),
                row.eventCount(),
                Quotients.rate(row.eventCount(), events),
                users,
                users == null ? null : Quotients.rate(users, totals.activeUserCount()),
                row.daysUsed(),
                row.changeRate(),
                row.firstUsedOn(),
                row.lastUsedOn(),
                row.requestCount(),
                row.bugCount(),
                sentiment == null || row.scoredCount() < Sample.ENOUGH
                        ? null
                        : Rounded.rate(sentiment));
    }

    private Adoption adoption() {
        LocalDate recent = period.day().minusDays(RECENT_DAYS);
        return new Adoption(
                keys(row -> row.status(period) == FeatureStatus.NEW),
                keys(row -> row.status(period) == FeatureStatus.FADING),
                keys(row -> row.status(period) == FeatureStatus.STOPPED),
                features.stream()
                        .filter(row -> row.status(period) == FeatureStatus.NEVER_USED)
                        .sorted(
                                Comparator.comparing((FeatureRow row) -> !row.isCore())
                                        .thenComparing(FeatureRow::featureKey))
                        .limit(MOST_KEYS)
                        .map(FeatureRow::featureKey)
                        .toList(),
                features.stream()
                        .filter(
                                row ->
                                        row.isAvailable()
                                                && row.releasedOn() != null
                                                && row.releasedOn().isAfter(recent))
                        .limit(MOST_KEYS)
                        .map(this::released)
                        .toList());
    }

    private ProductUse.Released released(FeatureRow row) {
        LocalDate on = row.releasedOn() == null ? period.day() : row.releasedOn();
        return new ProductUse.Released(
                row.featureKey(),
                on,
                (int) ChronoUnit.DAYS.between(on, period.day()),
                row.firstUsedOn() != null,
                row.firstUsedOn());
    }

    private List<String> keys(Predicate<FeatureRow> which) {
        return features.stream()
                .filter(which)
                .limit(MOST_KEYS)
                .map(FeatureRow::featureKey)
                .toList();
    }

    private List<OfProduct> byProduct() {
        long events = features.stream().mapToLong(FeatureRow::eventCount).sum();
        Map<String, List<FeatureRow>> byProduct =
                features.stream()
                        .filter(row -> row.productId() != null)
                        .collect(
                                Collectors.groupingBy(
                                        row -> String.valueOf(row.productId()),
                                        TreeMap::new,
                                        Collectors.toList()));
        List<OfProduct> found = new ArrayList<>();
        byProduct.forEach(
                (product, rows) -> {
                    List<FeatureRow> available =
                            rows.stream().filter(FeatureRow::isAvailable).toList();
                    found.add(
                            new OfProduct(
                                    product,
                                    Quotients.rate(
                                            available.stream().filter(FeatureRow::isUsed).count(),
                                            available.size()),
                                    Quotients.rate(
                                            rows.stream().mapToLong(FeatureRow::eventCount).sum(),
                                            events)));
                });
        return found;
    }

    private List<ProductUse.Segment> segments() {
        long all = usage.groups().stream().mapToLong(UserGroup::eventCount).sum();
        return Arrays.stream(UserCohort.values())
                .map(
                        cohort -> {
                            List<UserGroup> groups =
                                    usage.groups().stream()
                                            .filter(
                                                    each ->
                                                            each.cohort(period.dayCount())
                                                                    == cohort)
                                            .toList();
                            return new ProductUse.Segment(
                                    cohort,
                                    groups.stream().mapToInt(UserGroup::userCount).sum(),
                                    Quotients.rate(
                                            groups.stream().mapToLong(UserGroup::eventCount).sum(),
                                            all));
                        })
                .toList();
    }

    /** Returns what the answer cannot tell. */
    public List<DataGap> gaps() {
        List<DataGap> gaps = new ArrayList<>();
        if (totals.userRowCount() == 0 && features.stream().noneMatch(FeatureRow::isUsed)) {
            gaps.add(
                    new DataGap(
                            "core.event_count",
                            "no_usage",
                            "Send usage events for the client, or choose another period"));
        }
        if (usersFrom().equals("nothing")) {
            gaps.add(
                    new DataGap(
                            "features.user_count",
                            "users_not_kept",
                            "Choose a period that begins at most 90 days ago"));
        }
        if (order.isFiltered()) {
            gaps.add(
                    new DataGap(
                            "core.active_user_count",
                            "not_of_a_part",
                            "Ask without category and product_id for users, seats, minutes, days"
                                    + " and the comparison with peers"));
        } else if (totals.licensedUserCount() == null) {
            gaps.add(
                    new DataGap(
                            "core.seat_utilization_rate",
                            "no_seats",
                            "State included_users in the active contract"));
        }
        if (features.stream().noneMatch(FeatureRow::isAvailable)) {
            gaps.add(
                    new DataGap(
                            "core.feature_utilization_rate",
                            "no_features",
                            "Import features with their min_tier, or change the filters"));
        }
        if (benchmark != null && benchmark.stream().allMatch(row -> row.clientValue() == null)) {
            gaps.add(
                    new DataGap(
                            "benchmark.client_value",
                            "no_score",
                            "calculate_health_score stores one; the comparison rests on stored"
                                    + " scores"));
        }
        return gaps;
    }
}
