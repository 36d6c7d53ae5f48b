package io.os199.cs.api.tools.health;

import io.os199.cs.api.tools.health.ClientAdoption.Funnel;
import io.os199.cs.api.tools.health.FeatureItem.Benchmark;
import io.os199.cs.api.tools.health.FeatureItem.ByUsers;
import io.os199.cs.api.tools.health.FeatureItem.Role;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.adoption.AdoptionEvidence;
import io.os199.cs.health.adoption.AdoptionOrder;
import io.os199.cs.health.adoption.AdoptionQuery;
import io.os199.cs.health.adoption.AdoptionRules;
import io.os199.cs.health.adoption.AdoptionWindow;
import io.os199.cs.health.adoption.ClientFeatureUse;
import io.os199.cs.health.adoption.ClientUse;
import io.os199.cs.health.adoption.FeatureAdoption;
import io.os199.cs.health.adoption.FeatureBenchmark;
import io.os199.cs.health.adoption.FeatureUse;
import io.os199.cs.health.adoption.RatePosition;
import io.os199.cs.health.adoption.RoleUse;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Assembles the answer on the features of one client. */
final class ClientAdoptionAnswer {
    private static final int MOST = 20;

    private final FeatureAdoption adoption;
    private final Cursors cursors;
    private final TrackFeatureAdoption.Input input;
    private final AdoptionQuery query;
    private final AdoptionWindow window;
    private final Instant now;
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<Truncation> truncated = new ArrayList<>();

    ClientAdoptionAnswer(
            FeatureAdoption adoption,
            Cursors cursors,
            TrackFeatureAdoption.Input input,
            AdoptionQuery query,
            AdoptionWindow window,
            Instant now) {
        this.adoption = adoption;
        this.cursors = cursors;
        this.input = input;
        this.query = query;
        this.window = window;
        this.now = now;
    }

    TrackFeatureAdoption.Output of(
            Transaction tx,
            ClientRef client,
            ClientFeatureUse read,
            String digest,
            @Nullable RatePosition position) {
        ClientUse use = read.use();
        List<FeatureUse> features = read.features();
        ClientAdoption about = about(client, use, features);
        AdoptionEvidence evidence = evidence(use, features);
        gaps(use, features);
        List<FeatureUse> left = RatePosition.sorted(features, position);
        List<FeatureUse> asked = left.subList(0, Math.min(input.limit() + 1, left.size()));
        Map<String, FeatureBenchmark> benchmarks = benchmarks(tx, client, asked);
        Page<FeatureItem> page =
                Page.of(
                        asked.stream().map(each -> item(each, use, benchmarks)).toList(),
                        input.limit(),
                        features.size(),
                        AnswerBudget.of(input.limit(), AdoptionOrder.USUAL_LIMIT),
                        List.of(about, evidence, gaps, truncated),
                        last -> cursors.after(digest, RatePosition.sortValues(last)));
        return new TrackFeatureAdoption.Output(
                about,
                null,
                window.asOf(),
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                truncated.isEmpty() ? null : truncated,
                evidence,
                gaps,
                null);
    }

    private ClientAdoption about(ClientRef client, ClientUse use, List<FeatureUse> features) {
        List<FeatureUse> available = features.stream().filter(FeatureUse::isAvailable).toList();
        int adopted =
                (int)
                        features.stream()
                                .filter(each -> each.adoptionClass(query.threshold()).isAdopted())
                                .count();
        return new ClientAdoption(
                client.clientId(),
                client.clientName(),
                use.activeUserCount(),
                available.size(),
                adopted,
                mean(available),
                new Funnel(
                        use.activeUserCount() * features.size(),
                        sum(features, FeatureUse::triedUserCount),
                        sum(features, FeatureUse::adopterUserCount),
                        sum(features, FeatureUse::regularUserCount)),
                input.optimizationRecommendations() ? recommendations(use, features) : null);
    }

    private static int sum(List<FeatureUse> features, ToIntFunction<FeatureUse> count) {
        return features.stream().mapToInt(count).sum();
    }

    /** All rates have the same denominator, so the mean is rounded only once. */
    private static @Nullable BigDecimal mean(List<FeatureUse> available) {
        int users = sum(available, FeatureUse::activeUserCount);
        return users == 0
                ? null
                : BigDecimal.valueOf(
                                sum(
                                        available,
                                        each ->
                                                Math.min(
                                                        each.adopterUserCount(),
                                                        each.activeUserCount())))
                        .divide(BigDecimal.valueOf(users), 4, RoundingMode.HALF_UP);
    }

    private List<Recommendation> recommendations(ClientUse use, List<FeatureUse> features) {
        List<Recommendation> all =
                AdoptionRules.apply(features, use, query.threshold(), window.asOf());
        return cut("recommendations", all);
    }

    private <T> List<T> cut(String list, List<T> all) {
        if (all.size() <= MOST) {
            return all;
        }
        truncated.add(new Truncation(list, MOST, all.size()));
        return all.subList(0, MOST);
    }

    private Map<String, FeatureBenchmark> benchmarks(
            Transaction tx, ClientRef client, List<FeatureUse> asked) {
        if (query.days() != AdoptionQuery.USUAL_DAYS) {
            gaps.add(
                    new DataGap(
                            "items.benchmark",
                            "peers are stored for 90 days",
                            "Ask with time_period_days 90"));
            return Map.of();
        }
        Map<String, FeatureBenchmark> benchmarks =
                adoption.benchmarks(tx, client.clientId(), window.asOf(), asked);
        long rated = asked.stream().filter(each -> each.adoptionRate() != null).count();
        if (benchmarks.size() < rated) {
            gaps.add(
                    new DataGap(
                            "items.benchmark",
                            "%d of %d features have 5 peers with a stored rate"
                                    .formatted(benchmarks.size(), rated),
                            window.isToday()
                                    ? "Call this tool without client_id; the night's run does so"
                                            + " too"
                                    : "Ask without as_of: rates are stored of the newest run"
                                            + " alone"));
        }
        return benchmarks;
    }

    private FeatureItem item(
            FeatureUse feature, ClientUse use, Map<String, FeatureBenchmark> benchmarks) {
        return FeatureItem.of(
                feature.feature(),
                new ByUsers(
                        feature.adoptionClass(query.threshold()),
                        feature.isAvailable(),
                        feature.triedUserCount(),
                        feature.adopterUserCount(),
                        feature.regularUserCount(),
                        feature.adoptionRate(),
                        feature.retentionRate(),
                        feature.medianToAdoptDays(),
                        feature.eventCount(),
                        feature.firstHalfEventCount(),
                        feature.secondHalfEventCount(),
                        feature.changePercent(),
                        feature.firstUsedOn(),
                        feature.lastUsedOn(),
                        input.includeUserPersonas() ? roles(feature, use) : null,
                        benchmark(feature, benchmarks.get(feature.featureKey()))));
    }

    private static List<Role> roles(FeatureUse feature, ClientUse use) {
        return use.roles().stream().limit(MOST).map(role -> role(feature, role)).toList();
    }

    private static Role role(FeatureUse feature, RoleUse role) {
        int adopters = role.adopterCount(feature.featureKey());
        return new Role(
                UntrustedText.name(role.role()),
                role.activeUserCount(),
                adopters,
                FeatureUse.rate(adopters, role.activeUserCount()));
    }

    private static @Nullable Benchmark benchmark(
            FeatureUse feature, @Nullable FeatureBenchmark peers) {
        BigDecimal rate = feature.adoptionRate();
        return rate == null
                        || peers == null
                        || peers.peerMedian() == null
                        || peers.percentile() == null
                ? null
                : new Benchmark(
                        rate,
                        peers.peerMedian(),
                        peers.percentile(),
                        peers.isTier() ? "tier" : "portfolio",
                        peers.peerCount());
    }

    private AdoptionEvidence evidence(ClientUse use, List<FeatureUse> features) {
        Map<String, Long> rows = new TreeMap<>();
        rows.put("usage_daily_users", use.userDayCount());
        rows.put("usage_daily_features", (long) sum(features, FeatureUse::dayCount));
        rows.put("usage_user_features", (long) sum(features, FeatureUse::triedUserCount));
        return new AdoptionEvidence(
                HealthQuery.cut(window.asOf(), window.today(), now),
                window.fromDay(),
                window.asOf(),
                query.threshold(),
                rows,
                new AdoptionEvidence.Halves(
                        window.firstHalfFrom(), window.secondHalfFrom(), window.lastCompleteDay()));
    }

    private void gaps(ClientUse use, List<FeatureUse> features) {
        if (use.knownUserCount() == 0) {
            gaps.add(
                    new DataGap(
                            "active_user_count",
                            "no_usage_ever",
                            "Send usage events of this client, or import them"));
        } else if (use.activeUserCount() == 0) {
            gaps.add(
                    new DataGap(
                            "items.adoption_rate",
                            "no_active_users",
                            "Look at more days, or see who slipped: track_usage_engagement"));
        }
        if (features.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "items",
                            "no_available_feature",
                            query.category() == null
                                    ? "Import the catalogue of features"
                                    : "Leave out category, or send one that features have"));
        }
        if (input.includeUserPersonas() && use.roles().size() > MOST) {
            truncated.add(new Truncation("items.by_role", MOST, use.roles().size()));
        }
    }
}
