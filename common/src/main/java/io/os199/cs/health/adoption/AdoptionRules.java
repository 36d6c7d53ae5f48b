package io.os199.cs.health.adoption;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The declared table of recommendations about features that a client has or has not adopted. */
public final class AdoptionRules {
    private static final int FEWEST_ACTIVE = 3;
    private static final int FEWEST_BEFORE = 3;
    private static final BigDecimal LEFT = new BigDecimal("0.70");
    private static final int CONTRACT_DAYS = 60;
    private static final int FEWEST_TRIED = 5;
    private static final BigDecimal STAYED = new BigDecimal("0.30");
    private static final int NEW_DAYS = 90;
    private static final BigDecimal ONE_ROLE = new BigDecimal("0.80");

    private final ClientUse client;
    private final BigDecimal threshold;
    private final LocalDate asOf;
    private final List<Found> found = new ArrayList<>();

    private record Found(Recommendation recommendation, int row, String key) {}

    private AdoptionRules(ClientUse client, BigDecimal threshold, LocalDate asOf) {
        this.client = client;
        this.threshold = threshold;
        this.asOf = asOf;
    }

    /**
     * Returns the recommendations by priority, then the order of the table, then feature; only about features that
     * the client can have.
     */
    public static List<Recommendation> apply(
            List<FeatureUse> features, ClientUse client, BigDecimal threshold, LocalDate asOf) {
        AdoptionRules rules = new AdoptionRules(client, threshold, asOf);
        features.stream().filter(FeatureUse::isAvailable).forEach(rules::look);
        return rules.found.stream()
                .sorted(
                        Comparator.comparing((Found each) -> each.recommendation().priority())
                                .thenComparingInt(Found::row)
                                .thenComparing(Found::key))
                .map(Found::recommendation)
                .toList();
    }

    private void look(FeatureUse use) {
        AdoptionClass reached = use.adoptionClass(threshold);
        if (use.isCore()
                && (reached == AdoptionClass.UNUSED || reached == AdoptionClass.ABANDONED)
                && use.activeUserCount() >= FEWEST_ACTIVE) {
            add(
                    1,
                    "FA_CORE_UNUSED",
                    use,
                    "core, tried_user_count %d, no adopter among %d active users"
                            .formatted(use.triedUserCount(), use.activeUserCount()),
                    "Show it in the next call",
                    Priority.HIGH,
                    "log_activity");
        }
        abandoned(use);
        LocalDate contract = client.contractStartedOn();
        if (use.isOfOwnTier()
                && reached == AdoptionClass.UNUSED
                && contract != null
                && contract.isBefore(asOf.minusDays(CONTRACT_DAYS))) {
            add(
                    3,
                    "FA_PAID_UNUSED",
                    use,
                    "unused, of the client's own tier, contract since " + contract,
                    "Show what the tier pays for, before the renewal",
                    Priority.HIGH,
                    "track_renewals");
        }
        stalled(use);
        recent(use);
        spread(use, reached);
    }

    private void abandoned(FeatureUse use) {
        int before = use.adoptedBeforeUserCount();
        if (before >= FEWEST_BEFORE && atMost(use.adopterUserCount(), LEFT, before)) {
            add(
                    2,
                    "FA_ABANDONED",
                    use,
                    "%d adopters, %d had adopted it before the window"
                            .formatted(use.adopterUserCount(), before),
                    "Ask what replaced it",
                    Priority.HIGH,
                    "log_activity");
        }
    }

    private void stalled(FeatureUse use) {
        int tried = use.triedUserCount();
        if (tried >= FEWEST_TRIED && below(use.adopterUserCount(), STAYED, tried)) {
            add(
                    4,
                    "FA_STALLED",
                    use,
                    "%d adopters of %d users who tried it".formatted(use.adopterUserCount(), tried),
                    "Train the users who tried it",
                    Priority.MEDIUM,
                    "deliver_training_session");
        }
    }

    private void recent(FeatureUse use) {
        LocalDate released = use.releasedOn();
        if (released != null
                && !released.isBefore(asOf.minusDays(NEW_DAYS))
                && use.activeUserCount() > 0
                && below(use.adopterUserCount(), threshold, use.activeUserCount())) {
            add(
                    5,
                    "FA_NEW",
                    use,
                    "released_on %s, adoption_rate %s".formatted(released, use.adoptionRate()),
                    "Announce it",
                    Priority.MEDIUM,
                    "automate_newsletters");
        }
    }

    /** Adds nothing if all active users have one role, since there is no other role to spread the feature to. */
    private void spread(FeatureUse use, AdoptionClass reached) {
        if (!use.isCore() || reached != AdoptionClass.MODERATE || client.roles().size() < 2) {
            return;
        }
        RoleUse most = mostAdopters(use.featureKey());
        int adopters =
                client.roles().stream().mapToInt(role -> role.adopterCount(use.featureKey())).sum();
        if (most != null
                && adopters > 0
                && !below(most.adopterCount(use.featureKey()), ONE_ROLE, adopters)) {
            add(
                    6,
                    "FA_SPREAD",
                    use,
                    "%d of %d adopters have one role"
                            .formatted(most.adopterCount(use.featureKey()), adopters),
                    "Take it to other roles",
                    Priority.LOW,
                    "deliver_training_session");
        }
    }

    private @Nullable RoleUse mostAdopters(String featureKey) {
        return client.roles().stream()
                .max(Comparator.comparingInt(role -> role.adopterCount(featureKey)))
                .orElse(null);
    }

    private static boolean below(int part, BigDecimal share, int whole) {
        return BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) < 0;
    }

    private static boolean atMost(int part, BigDecimal share, int whole) {
        return BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) <= 0;
    }

    private void add(
            int row,
            String ruleId,
            FeatureUse use,
            String because,
            String action,
            Priority priority,
            String tool) {
        String key = use.featureKey();
        found.add(
                new Found(
                        new Recommendation(ruleId, key + ": " + because, action, priority, tool),
                        row,
                        key));
    }
}
