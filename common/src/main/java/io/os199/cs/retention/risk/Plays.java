package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;
import io.os199.cs.retention.risk.RecommendedPlay.Because;
import io.os199.cs.retention.risk.RecommendedPlay.ExpectedEffect;
import io.os199.cs.retention.risk.RecommendedPlay.Restored;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The plays for a client's risk, by the table of plays. */
public final class Plays {
    private static final int RENEWAL_NEAR_DAYS = 90;

    private static final Comparator<RecommendedPlay> ORDER =
            Comparator.comparing(RecommendedPlay::priority)
                    .thenComparing(Plays::protectedAmount, Comparator.reverseOrder())
                    .thenComparing(RecommendedPlay::ruleId);

    /** Plays that follow from signs alone, in the order of the table. */
    private static final List<Play> BY_SIGNS =
            List.of(
                    new Play(
                            "P-CHAMPION",
                            Set.of("risk.champion_left"),
                            "Meet a successor within 14 days, introduced by the executive sponsor",
                            Priority.HIGH,
                            "champion_change",
                            List.of(Restored.gone(ChurnFeature.CHAMPION_LEFT))),
                    new Play(
                            "P-SERVICE",
                            Set.of("risk.open_escalation", "risk.aged_urgent_ticket"),
                            "Name one owner, and give a daily status until it is resolved",
                            Priority.HIGH,
                            "service_recovery",
                            List.of(
                                    Restored.gone(ChurnFeature.AGED_TICKETS_LOG),
                                    Restored.gone(ChurnFeature.ESCALATION_LOAD_LOG))),
                    new Play(
                            "P-USAGE",
                            Set.of("risk.usage_drop", "risk.inactive"),
                            "Review the use within 7 days, then hold a re-enablement session",
                            Priority.HIGH,
                            "adoption_recovery",
                            List.of(Restored.atLeast(ChurnFeature.USAGE_TREND_LOG, 0))),
                    new Play(
                            "P-SEATS",
                            Set.of("risk.seats_idle"),
                            "Agree a plan for the seats, and train idle users",
                            Priority.MEDIUM,
                            "adoption_recovery",
                            List.of(Restored.atLeast(ChurnFeature.SEAT_UTILIZATION_RATE, 0.65))),
                    new Play(
                            "P-ONBOARD",
                            Set.of("risk.onboarding_stalled"),
                            "Reset the onboarding plan with new dates and the sponsor",
                            Priority.MEDIUM,
                            "success_planning",
                            List.of()),
                    new Play(
                            "P-TOUCH",
                            Set.of("risk.no_touch"),
                            "Make a check-in call within 7 days",
                            Priority.MEDIUM,
                            "proactive_outreach",
                            List.of()));

    private final @Nullable ChurnModel model;
    private final @Nullable ChurnScore score;
    private final ChurnFacts facts;
    private final List<StandingSign> signs;
    private final BigDecimal arr;
    private final @Nullable Integer daysToRenewal;

    /**
     * The plays for one client on one day.
     *
     * @param model absent for plays that follow from signs alone, without their effect
     * @param signs the signs that stand, of this package and of the health model
     * @param arr the client's annual recurring revenue
     */
    public Plays(
            @Nullable ChurnModel model,
            ChurnFacts facts,
            List<StandingSign> signs,
            BigDecimal arr,
            @Nullable Integer daysToRenewal) {
        this.model = model;
        this.score = model == null ? null : model.score(facts);
        this.facts = facts;
        this.signs = List.copyOf(signs);
        this.arr = arr;
        this.daysToRenewal = daysToRenewal;
    }

    private record Play(
            String ruleId,
            Set<String> keys,
            String action,
            Priority priority,
            String campaignType,
            List<Restored> restored) {}

    /**
     * A play that is called for.
     *
     * @param because the reasons for it
     */
    private record Called(Play play, Priority priority, List<Because> because) {}

    /** Returns the plays by priority, then by the amount they protect. */
    public List<RecommendedPlay> recommended() {
        List<RecommendedPlay> plays = new ArrayList<>();
        called().forEach(each -> plays.add(recommendation(each)));
        Because likely = likely(Severity.MEDIUM);
        if (plays.isEmpty() && likely != null) {
            plays.add(
                    new RecommendedPlay(
                            "P-WATCH",
                            List.of(likely),
                            "Check in within 14 days, then score again",
                            Priority.LOW,
                            "proactive_outreach",
                            null));
        }
        plays.sort(ORDER);
        return plays;
    }

    /** Returns the facts as they would be with every sign gone that calls for a play and that a feature represents. */
    ChurnFacts restored() {
        ChurnFacts after = facts;
        for (Called each : called()) {
            after = restored(after, each.play().restored());
        }
        return after;
    }

    private List<Called> called() {
        List<Called> plays = new ArrayList<>();
        for (Play play : BY_SIGNS) {
            List<StandingSign> standing =
                    signs.stream()
                            .filter(sign -> play.keys().contains(sign.indicatorKey()))
                            .toList();
            if (!standing.isEmpty()) {
                plays.add(new Called(play, play.priority(), because(standing)));
            }
        }
        renewal(plays);
        payment(plays);
        voice(plays);
        value(plays);
        return plays;
    }

    private void renewal(List<Called> plays) {
        List<Because> because = new ArrayList<>(because(standing("risk.renewal_untouched")));
        Because likely = likely(Severity.HIGH);
        if (likely != null && daysToRenewal != null && daysToRenewal <= RENEWAL_NEAR_DAYS) {
            because.add(likely);
            because.add(
                    new Because(
                            "renewal_in_days", (double) daysToRenewal, (double) RENEWAL_NEAR_DAYS));
        }
        if (!because.isEmpty()) {
            plays.add(
                    new Called(
                            new Play(
                                    "P-RENEWAL",
                                    Set.of(),
                                    "Meet the decision-maker within 7 days",
                                    Priority.HIGH,
                                    "renewal_save",
                                    List.of()),
                            Priority.HIGH,
                            because));
        }
    }

    /** Returns the probability with the lowest probability of a level, where the client is at that level or worse. */
    private @Nullable Because likely(Severity level) {
        if (model == null || score == null || score.riskLevel() == null) {
            return null;
        }
        return score.riskLevel().compareTo(level) > 0
                ? null
                : new Because("churn_probability", score.probability(), model.lowest(level));
    }

    /** Adds the payment play, at high priority where a payment is overdue; the health model's sign is critical then. */
    private void payment(List<Called> plays) {
        List<StandingSign> standing = standing("health.payment");
        if (!standing.isEmpty()) {
            Double state = facts.value(ChurnFeature.PAYMENT_STATE);
            boolean isOverdue = state != null && state >= 1;
            plays.add(
                    new Called(
                            new Play(
                                    "P-PAYMENT",
                                    Set.of(),
                                    "Agree a payment date with the billing contact",
                                    Priority.MEDIUM,
                                    "payment_recovery",
                                    List.of(Restored.gone(ChurnFeature.PAYMENT_STATE))),
                            isOverdue ? Priority.HIGH : Priority.MEDIUM,
                            because(standing)));
        }
    }

    private void voice(List<Called> plays) {
        List<StandingSign> standing =
                signs.stream()
                        .filter(
                                sign ->
                                        sign.indicatorKey().equals("risk.nps_detractor")
                                                || sign.indicatorKey().equals("risk.csat_low"))
                        .toList();
        if (!standing.isEmpty()) {
            boolean isHarsh =
                    standing.stream()
                            .anyMatch(
                                    sign ->
                                            sign.indicatorKey().equals("risk.nps_detractor")
                                                    && sign.value() != null
                                                    && sign.value() <= 3);
            plays.add(
                    new Called(
                            new Play(
                                    "P-VOICE",
                                    Set.of(),
                                    "Call the respondent within 2 business days",
                                    Priority.MEDIUM,
                                    "service_recovery",
                                    List.of(Restored.atLeast(ChurnFeature.SATISFACTION_SCORE, 70))),
                            isHarsh ? Priority.HIGH : Priority.MEDIUM,
                            because(standing)));
        }
    }

    private void value(List<Called> plays) {
        List<StandingSign> standing =
                signs.stream()
                        .filter(
                                sign ->
                                        sign.indicatorKey().equals("risk.contraction")
                                                || (sign.indicatorKey().equals("health.declining")
                                                        && sign.severity() == Severity.CRITICAL))
                        .toList();
        if (!standing.isEmpty()) {
            plays.add(
                    new Called(
                            new Play(
                                    "P-VALUE",
                                    Set.of(),
                                    "Review the value: outcomes against goals",
                                    Priority.MEDIUM,
                                    "value_reinforcement",
                                    List.of()),
                            Priority.MEDIUM,
                            because(standing)));
        }
    }

    private List<StandingSign> standing(String key) {
        return signs.stream().filter(sign -> sign.indicatorKey().equals(key)).toList();
    }

    private static List<Because> because(List<StandingSign> standing) {
        return standing.stream()
                .map(sign -> new Because(sign.indicatorKey(), sign.value(), sign.threshold()))
                .toList();
    }

    private RecommendedPlay recommendation(Called called) {
        Play play = called.play();
        return new RecommendedPlay(
                play.ruleId(),
                called.because(),
                play.action(),
                called.priority(),
                play.campaignType(),
                effect(play.restored()));
    }

    private @Nullable ExpectedEffect effect(List<Restored> restored) {
        Double now = score == null ? null : score.probability();
        if (model == null || now == null || restored.stream().noneMatch(this::getsBetter)) {
            return null;
        }
        Double then = model.score(restored(facts, restored)).probability();
        return then == null
                ? null
                : new ExpectedEffect(
                        then, Rounded.amount(BigDecimal.valueOf(now - then).multiply(arr)));
    }

    private ChurnFacts restored(ChurnFacts before, List<Restored> restored) {
        ChurnFacts after = before;
        for (Restored each : restored) {
            Double present = facts.value(each.feature());
            if (present != null) {
                after = after.with(each.feature(), each.of(present));
            }
        }
        return after;
    }

    private boolean getsBetter(Restored each) {
        Double present = facts.value(each.feature());
        return present != null && each.of(present) != present;
    }

    private static BigDecimal protectedAmount(RecommendedPlay play) {
        return play.expectedEffect() == null
                ? BigDecimal.ZERO
                : play.expectedEffect().arrProtectedAmount();
    }
}
