package io.os199.cs.api.tools.health;

import io.os199.cs.api.tools.health.UsageEngagement.AtRiskUser;
import io.os199.cs.api.tools.health.UsageEngagement.Benchmark;
import io.os199.cs.api.tools.health.UsageEngagement.Bucket;
import io.os199.cs.api.tools.health.UsageEngagement.Change;
import io.os199.cs.api.tools.health.UsageEngagement.Features;
import io.os199.cs.api.tools.health.UsageEngagement.TopFeature;
import io.os199.cs.api.tools.health.UsageEngagement.Trend;
import io.os199.cs.api.tools.health.UsageEngagement.UnusedFeature;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.UsageBenchmarkDao;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.usage.UsagePeriods;
import io.os199.cs.usage.model.ClientUsage;
import io.os199.cs.usage.model.Granularity;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsageFacts;
import io.os199.cs.usage.model.UsageFacts.Feature;
import io.os199.cs.usage.model.UsageFacts.Totals;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserCohort;
import io.os199.cs.usage.model.UserDetail;
import io.os199.cs.usage.model.UserGroup;
import io.os199.cs.usage.model.UserMix;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Assembles the answer on the usage of one client. */
final class UsageEngagementAnswer {
    private static final int FEWEST_PEERS = 5;
    private static final List<String> BENCHMARKS =
            List.of("activation_rate", "stickiness_rate", "breadth_rate");
    private static final int MOST_USERS = 20;
    private static final int MOST = 10;
    private static final int HOURS_OF_DAY = 24;
    private static final BigDecimal UP = BigDecimal.TEN;
    private static final BigDecimal DOWN = BigDecimal.TEN.negate();
    private static final Set<String> ALERTS = Set.of("UE_DECLINE", "UE_SILENT", "UE_AT_RISK_USERS");

    private final TrackUsageEngagement.Input input;
    private final UsagePeriod period;
    private final ZoneId zone;
    private final Instant now;
    private final UsagePeriods usage;
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<Truncation> truncated = new ArrayList<>();

    UsageEngagementAnswer(
            TrackUsageEngagement.Input input,
            UsagePeriod period,
            ZoneId zone,
            Instant now,
            UsagePeriods usage) {
        this.input = input;
        this.period = period;
        this.zone = zone;
        this.now = now;
        this.usage = usage;
    }

    UsageEngagement of(Transaction tx, ClientRef client, HealthModels models) {
        ClientUsage use =
                usage.client(
                        tx,
                        client.clientId(),
                        period,
                        input.granularity(),
                        zone,
                        input.includeFeatureBreakdown(),
                        input.includeUserSegmentation());
        UsageFacts facts = use.facts();
        UserMix mix =
                input.includeUserSegmentation()
                        ? UserMix.of(use.groups(), period.dayCount())
                        : null;
        Totals totals = facts.totals();
        UsageEngagement.Engagement engagement = engagement(totals);
        BigDecimal eventChange =
                Quotients.changePercent(totals.completeEventCount(), totals.beforeEventCount());
        Features features = input.includeFeatureBreakdown() ? features(facts.features()) : null;
        List<AtRiskUser> atRisk = mix == null ? null : atRiskUsers(use, mix);
        usageGaps(totals, facts);
        List<Benchmark> benchmark =
                input.benchmarkComparison() ? benchmark(tx, client.clientId(), models) : null;
        List<Recommendation> recommendations =
                UsageRules.apply(
                        totals,
                        engagement,
                        eventChange,
                        mix,
                        features == null ? null : features.breadthRate());
        return new UsageEngagement(
                client.clientId(),
                client.clientName(),
                new UsageEngagement.Period(
                        period.start(), period.end(), period.dayCount(), period.completeDayCount()),
                engagement,
                changes(totals),
                trend(totals, eventChange),
                facts.series().stream().map(this::bucket).toList(),
                features,
                roles(facts.roles()),
                mix == null ? null : mix.cohorts(),
                mix == null ? null : mix.lapsedUserCount(),
                atRisk,
                Heatmaps.of(zone.getId(), facts.hours()),
                benchmark,
                recommendations.stream()
                        .filter(rule -> ALERTS.contains(rule.ruleId()))
                        .map(rule -> new UsageEngagement.Alert(rule.ruleId(), rule.because()))
                        .toList(),
                recommendations,
                evidence(totals, facts.features()),
                gaps,
                truncated);
    }

    private UsageEngagement.Engagement engagement(Totals totals) {
        int active = totals.activeUserCount();
        Integer licensed = totals.licensedUserCount();
        if (licensed == null) {
            gaps.add(
                    new DataGap(
                            "engagement.licensed_user_count",
                            "no_licensed_users",
                            "Add included_users to its contract with update_client_info"));
        }
        return new UsageEngagement.Engagement(
                licensed,
                totals.knownUserCount(),
                active,
                licensed == null ? null : Quotients.rate(Math.min(active, licensed), licensed),
                licensed == null ? null : Math.max(0, active - licensed),
                Objects.requireNonNull(Quotients.mean(totals.userDayCount(), period.dayCount())),
                Quotients.rate(totals.userDayCount(), (long) period.dayCount() * active),
                totals.weekUserCount(),
                totals.lastActiveOn(),
                totals.sessionCount(),
                totals.eventCount(),
                Rounded.figure(totals.minutes()),
                Quotients.mean(totals.sessionCount(), active),
                Quotients.mean(totals.eventCount(), active),
                Quotients.mean(totals.minutes(), totals.sessionCount()));
    }

    private static List<Change> changes(Totals totals) {
        return List.of(
                change("active_user_count", totals.completeUserCount(), totals.beforeUserCount()),
                change("session_count", totals.completeSessionCount(), totals.beforeSessionCount()),
                change("event_count", totals.completeEventCount(), totals.beforeEventCount()),
                new Change(
                        "usage_minutes",
                        Rounded.figure(totals.completeMinutes()),
                        Rounded.figure(totals.beforeMinutes()),
                        Quotients.changePercent(totals.completeMinutes(), totals.beforeMinutes())),
                change(
                        "feature_used_count",
                        totals.completeFeatureCount(),
                        totals.beforeFeatureCount()));
    }

    private static Change change(String metric, long current, long previous) {
        return new Change(
                metric,
                BigDecimal.valueOf(current),
                BigDecimal.valueOf(previous),
                Quotients.changePercent(current, previous));
    }

    /** The trend of events; from nothing to something counts as up. */
    private static @Nullable Trend trend(Totals totals, @Nullable BigDecimal eventChange) {
        if (eventChange == null) {
            return totals.completeEventCount() == 0 ? null : Trend.UP;
        }
        if (eventChange.compareTo(UP) >= 0) {
            return Trend.UP;
        }
        return eventChange.compareTo(DOWN) <= 0 ? Trend.DOWN : Trend.FLAT;
    }

    private Bucket bucket(UsageFacts.Bucket bucket) {
        LocalDateTime start = bucket.start();
        LocalDateTime end = start.plus(1, input.granularity().unit());
        LocalDateTime present = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        boolean isPartial =
                start.isBefore(period.start().atStartOfDay())
                        || end.isAfter(period.end().atStartOfDay())
                        || end.isAfter(present);
        return new Bucket(
                input.granularity() == Granularity.HOURLY
                        ? start.toInstant(ZoneOffset.UTC).toString()
                        : start.toLocalDate().toString(),
                bucket.userCount(),
                bucket.sessionCount(),
                bucket.eventCount(),
                Rounded.figureOf(bucket.minutes()),
                isPartial);
    }

    private Features features(List<Feature> all) {
        List<Feature> used = all.stream().filter(Feature::isUsed).toList();
        List<Feature> available = all.stream().filter(Feature::isAvailable).toList();
        List<Feature> unused = available.stream().filter(feature -> !feature.isUsed()).toList();
        if (available.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "features.breadth_rate",
                            "no_available_feature",
                            "Import the features of the product"));
        }
        long unknown = used.stream().filter(feature -> feature.name() == null).count();
        if (unknown > 0) {
            gaps.add(
                    new DataGap(
                            "features.top.name",
                            "%d used features are not in the catalogue".formatted(unknown),
                            "Import the features of the product"));
        }
        return new Features(
                available.size(),
                used.size(),
                Quotients.rate(available.size() - unused.size(), available.size()),
                cut(
                                "features.top",
                                used.stream()
                                        .sorted(
                                                Comparator.comparing(
                                                                Feature::eventCount,
                                                                Comparator.reverseOrder())
                                                        .thenComparing(Feature::key))
                                        .toList(),
                                MOST)
                        .stream()
                        .map(UsageEngagementAnswer::top)
                        .toList(),
                cut(
                                "features.unused",
                                unused.stream()
                                        .sorted(
                                                Comparator.comparing(
                                                                Feature::isCore,
                                                                Comparator.reverseOrder())
                                                        .thenComparing(Feature::key))
                                        .toList(),
                                MOST)
                        .stream()
                        .map(UsageEngagementAnswer::unused)
                        .toList());
    }

    private static TopFeature top(Feature feature) {
        return new TopFeature(
                UntrustedText.name(feature.key()),
                feature.name(),
                feature.category(),
                feature.isCore(),
                feature.eventCount(),
                feature.userDayCount(),
                Quotients.changePercent(feature.completeEventCount(), feature.beforeEventCount()));
    }

    private static UnusedFeature unused(Feature feature) {
        return new UnusedFeature(
                feature.key(),
                Objects.requireNonNull(feature.name()),
                Objects.requireNonNull(feature.category()),
                feature.isCore());
    }

    private List<UsageEngagement.RoleUse> roles(List<UsageFacts.Role> roles) {
        return cut("by_role", roles, MOST).stream()
                .map(
                        role ->
                                new UsageEngagement.RoleUse(
                                        UntrustedText.name(role.role()),
                                        role.knownUserCount(),
                                        role.activeUserCount(),
                                        role.eventCount()))
                .toList();
    }

    /** The users at risk, largest fall in activity first. */
    private List<AtRiskUser> atRiskUsers(ClientUsage use, UserMix mix) {
        record Fallen(String userKey, UserGroup group) {}
        List<Fallen> fallen =
                use.groups().stream()
                        .filter(group -> group.cohort(period.dayCount()) == UserCohort.AT_RISK)
                        .flatMap(
                                group ->
                                        group.firstUserKeys().stream()
                                                .map(key -> new Fallen(key, group)))
                        .sorted(
                                Comparator.comparing(
                                                (Fallen user) -> user.group().fall(),
                                                Comparator.reverseOrder())
                                        .thenComparing(Fallen::userKey))
                        .limit(MOST_USERS)
                        .toList();
        if (fallen.isEmpty()) {
            return List.of();
        }
        int all = mix.count(UserCohort.AT_RISK);
        if (fallen.size() < all) {
            truncated.add(new Truncation("at_risk_users", fallen.size(), all));
        }
        Map<String, UserDetail> details = new HashMap<>();
        use.fallen().forEach(it -> details.put(it.userKey(), it));
        return fallen.stream()
                .map(
                        user -> {
                            UserDetail detail = Objects.requireNonNull(details.get(user.userKey()));
                            return new AtRiskUser(
                                    user.userKey(),
                                    detail.email(),
                                    user.group().completeActiveDays(),
                                    user.group().activeDaysBefore(),
                                    detail.lastActiveOn());
                        })
                .toList();
    }

    private <T> List<T> cut(String list, List<T> items, int most) {
        if (items.size() <= most) {
            return items;
        }
        truncated.add(new Truncation(list, most, items.size()));
        return items.subList(0, most);
    }

    private void usageGaps(Totals totals, UsageFacts facts) {
        if (totals.lastActiveOn() == null && totals.knownUserCount() == 0) {
            gaps.add(
                    new DataGap(
                            "engagement",
                            "no_usage",
                            "Send usage events of this client to the intake, or import them"));
            return;
        }
        long hourly = facts.hours().stream().mapToLong(UsageFacts.Hour::eventCount).sum();
        if (hourly < totals.eventCount()) {
            gaps.add(
                    new DataGap(
                            "heatmap",
                            "%d of %d events have an hour".formatted(hourly, totals.eventCount()),
                            "Send events with their time instead of totals by day"));
        }
        int shownDays = facts.series().size() / HOURS_OF_DAY;
        if (input.granularity() == Granularity.HOURLY && shownDays < period.dayCount()) {
            gaps.add(
                    new DataGap(
                            "series",
                            "of %d of %d days not all events have an hour; they are left out"
                                    .formatted(period.dayCount() - shownDays, period.dayCount()),
                            "Ask with granularity daily, or send events with their time instead"
                                    + " of totals by day"));
        }
    }

    private List<Benchmark> benchmark(Transaction tx, String clientId, HealthModels models) {
        List<Benchmark> shown = new ArrayList<>();
        for (UsageBenchmarkDao.Row row :
                models.usageBenchmark(tx, clientId, period.day(), BENCHMARKS)) {
            benchmark(row).ifPresent(shown::add);
        }
        gaps.add(
                new DataGap(
                        "benchmark.mean_session_minutes",
                        "not_in_stored_scores",
                        "Nothing to do: stored scores hold no sessions to compare"));
        return shown;
    }

    private Optional<Benchmark> benchmark(UsageBenchmarkDao.Row row) {
        BigDecimal value = row.clientValue();
        LocalDate asOf = row.asOf();
        BigDecimal median = row.peerMedian();
        BigDecimal percentile = row.percentile();
        if (value == null || asOf == null) {
            gaps.add(
                    new DataGap(
                            "benchmark." + row.metric(),
                            "no_stored_value",
                            "Score the client: calculate_health_score with as_of " + period.day()));
            return Optional.empty();
        }
        if (row.peerCount() < FEWEST_PEERS || median == null || percentile == null) {
            gaps.add(
                    new DataGap(
                            "benchmark." + row.metric(),
                            "%d of %d peers have a value".formatted(row.peerCount(), FEWEST_PEERS),
                            "Score the portfolio: calculate_health_score without client_id, with"
                                    + " as_of "
                                    + period.day()));
            return Optional.empty();
        }
        return Optional.of(
                new Benchmark(
                        row.metric(),
                        value,
                        median,
                        percentile,
                        row.isTier() ? "tier" : "portfolio",
                        row.peerCount(),
                        asOf));
    }

    private UsageEngagement.Evidence evidence(Totals totals, List<Feature> features) {
        LocalDate day = period.day();
        Instant cut =
                day.isBefore(period.today())
                        ? day.plusDays(1)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .minus(1, ChronoUnit.MICROS)
                        : now;
        return new UsageEngagement.Evidence(
                cut,
                period.beforeStart(),
                period.start(),
                totals.userDayCount(),
                totals.beforeUserDayCount(),
                input.includeFeatureBreakdown()
                        ? Math.toIntExact(
                                features.stream()
                                        .filter(it -> it.isUsed() && it.isAvailable())
                                        .count())
                        : null,
                List.of(
                        new UsageEngagement.Source("product_users", totals.knownUserCount()),
                        new UsageEngagement.Source("usage_daily_users", totals.userRowCount()),
                        new UsageEngagement.Source(
                                "usage_daily_features", totals.featureRowCount()),
                        new UsageEngagement.Source("usage_hourly", totals.hourRowCount())),
                totals.lastActiveOn());
    }
}
