package io.os199.cs.health.model;

import static io.os199.cs.health.model.HealthComponent.ENGAGEMENT;
import static io.os199.cs.health.model.HealthComponent.PAYMENT;
import static io.os199.cs.health.model.HealthComponent.SATISFACTION;
import static io.os199.cs.health.model.HealthComponent.SUPPORT;
import static io.os199.cs.health.model.HealthComponent.USAGE;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What would lift a score to the next band: each input alone, everything else as it is. */
public record Counterfactuals(HealthBand targetBand, BigDecimal targetScore, List<Lever> levers) {
    private static final int MOST_RESPONSES = 50;
    private static final int HUNDREDTHS = 10_000;

    /** Empty when the score is absent, or in the best band already. */
    public static Optional<Counterfactuals> of(HealthEvaluator evaluator, HealthInputs in) {
        HealthAssessment now = evaluator.assess(in);
        if (now.overall() == null) {
            return Optional.empty();
        }
        HealthBand target = next(evaluator.model(), now.overall());
        if (target == null) {
            return Optional.empty();
        }
        BigDecimal score = evaluator.model().lowerBound(target);
        return Optional.of(
                new Counterfactuals(target, score, new Search(evaluator, in, now, score).levers()));
    }

    /** The band above a score; absent above the best. */
    private static @Nullable HealthBand next(HealthModel model, BigDecimal overall) {
        HealthBand next = null;
        for (HealthBand band : HealthBand.values()) {
            if (overall.compareTo(model.lowerBound(band)) < 0) {
                next = band;
            }
        }
        return next;
    }

    /** Bisects each lever; the overall never falls with its steps. */
    private static final class Search {
        private final HealthEvaluator evaluator;
        private final HealthInputs in;
        private final HealthAssessment now;
        private final BigDecimal target;
        private final List<Lever> levers = new ArrayList<>();

        Search(
                HealthEvaluator evaluator,
                HealthInputs in,
                HealthAssessment now,
                BigDecimal target) {
            this.evaluator = evaluator;
            this.in = in;
            this.now = now;
            this.target = target;
        }

        List<Lever> levers() {
            if (in.known()) {
                usage();
            }
            engagement();
            support();
            answers();
            payment();
            for (HealthComponent component : HealthComponent.values()) {
                if (!now.components().containsKey(component)) {
                    silent(component);
                }
            }
            return levers;
        }

        private void usage() {
            int users =
                    in.licensedUserCount() == null ? in.seenUserCount() : in.licensedUserCount();
            up(
                    "active_user_count",
                    USAGE,
                    in.activeUserCount(),
                    users,
                    (s, v) -> s.activeUserCount = v);
            up(
                    "event_count",
                    USAGE,
                    Math.toIntExact(in.eventCount()),
                    Math.toIntExact(in.eventCountBefore()),
                    (s, v) -> s.eventCount = v);
            up(
                    "feature_used_count",
                    USAGE,
                    in.featureUsedCount(),
                    in.featureAvailableCount(),
                    (s, v) -> s.featureUsedCount = v);
            BigDecimal factor = evaluator.model().weights().constants().stickiness().factor();
            int fullMarks =
                    BigDecimal.valueOf((long) evaluator.lookbackDays() * in.activeUserCount())
                            .divide(factor, 0, RoundingMode.CEILING)
                            .intValueExact();
            int current = in.userDayCount();
            search(
                    "user_day_count",
                    ENGAGEMENT,
                    BigDecimal.valueOf(current),
                    1,
                    fullMarks - current,
                    step -> evaluator.assess(supposed(s -> s.userDayCount = current + step)));
        }

        private void engagement() {
            Integer age = in.touchpointAgeDays();
            if (age == null) {
                search(
                        "touchpoint_age_days",
                        ENGAGEMENT,
                        null,
                        0,
                        1,
                        step -> evaluator.assess(supposed(s -> s.touchpointAgeDays = 0)));
            } else {
                down("touchpoint_age_days", ENGAGEMENT, age, (s, v) -> s.touchpointAgeDays = v);
            }
            up(
                    "answered_count",
                    ENGAGEMENT,
                    in.answeredCount(),
                    in.outboundCount(),
                    (s, v) -> s.answeredCount = v);
        }

        private void support() {
            down("ticket_count", SUPPORT, in.ticketCount(), (s, v) -> s.ticketCount = v);
            down(
                    "high_priority_ticket_count",
                    SUPPORT,
                    in.highPriorityTicketCount(),
                    (s, v) -> s.highPriorityTicketCount = v);
            down("sla_breach_count", SUPPORT, in.slaBreachCount(), (s, v) -> s.slaBreachCount = v);
            down("open_escalation", SUPPORT, in.openEscalation(), (s, v) -> s.openEscalation = v);
        }

        /** Answers of full marks given today, which count in full. */
        private void answers() {
            search(
                    "top_response_count",
                    SATISFACTION,
                    BigDecimal.ZERO,
                    1,
                    MOST_RESPONSES,
                    step ->
                            evaluator.assess(
                                    supposed(
                                            s -> {
                                                BigDecimal more = BigDecimal.valueOf(step);
                                                s.responseCount += step;
                                                s.responseWeight = s.responseWeight.add(more);
                                                s.responseWeightedValue =
                                                        s.responseWeightedValue.add(
                                                                more.scaleByPowerOfTen(2));
                                            })));
        }

        private void payment() {
            if (in.overdue() || in.late()) {
                search(
                        "payment_status",
                        PAYMENT,
                        null,
                        0,
                        1,
                        step ->
                                evaluator.assess(
                                        supposed(
                                                s -> {
                                                    s.overdue = false;
                                                    s.late = false;
                                                })));
            }
            if (in.renewalNear()) {
                search(
                        "renewal_open",
                        PAYMENT,
                        BigDecimal.ONE,
                        -1,
                        1,
                        step -> evaluator.assess(supposed(s -> s.renewalNear = false)));
            }
        }

        /** A component without data, as if it had a score. */
        private void silent(HealthComponent component) {
            String input = component.name().toLowerCase(Locale.ROOT) + "_score";
            IntFunction<HealthAssessment> scored =
                    hundredths -> {
                        Map<HealthComponent, BigDecimal> scores = new TreeMap<>(now.components());
                        scores.put(component, BigDecimal.valueOf(hundredths, 2));
                        return evaluator.overall(
                                now.parts(), scores, evaluator.model().componentWeights());
                    };
            int step = least(scored, HUNDREDTHS);
            HealthAssessment then = scored.apply(step);
            boolean reaches = reaches(then);
            levers.add(
                    lever(
                            input,
                            component,
                            null,
                            reaches ? BigDecimal.valueOf(step, 2) : null,
                            null,
                            then));
        }

        private void up(
                String input,
                HealthComponent component,
                int current,
                int bound,
                BiConsumer<SupposedInputs, Integer> set) {
            search(
                    input,
                    component,
                    BigDecimal.valueOf(current),
                    1,
                    bound - current,
                    step -> evaluator.assess(supposed(s -> set.accept(s, current + step)), in));
        }

        private void down(
                String input,
                HealthComponent component,
                int current,
                BiConsumer<SupposedInputs, Integer> set) {
            search(
                    input,
                    component,
                    BigDecimal.valueOf(current),
                    -1,
                    current,
                    step -> evaluator.assess(supposed(s -> set.accept(s, current - step))));
        }

        /** A lever at its bound already is none. */
        private void search(
                String input,
                HealthComponent component,
                @Nullable BigDecimal current,
                int direction,
                int steps,
                IntFunction<HealthAssessment> after) {
            if (steps <= 0) {
                return;
            }
            int step = least(after, steps);
            HealthAssessment then = after.apply(step);
            BigDecimal change = BigDecimal.valueOf((long) direction * step);
            BigDecimal needed = current == null ? BigDecimal.ZERO : current.add(change);
            boolean reaches = reaches(then);
            levers.add(
                    lever(
                            input,
                            component,
                            current,
                            reaches ? needed : null,
                            reaches && current != null ? change : null,
                            then));
        }

        /** The smallest step that reaches the target, or the last. */
        private int least(IntFunction<HealthAssessment> after, int steps) {
            int low = 1;
            int high = steps;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (reaches(after.apply(middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private boolean reaches(HealthAssessment assessment) {
            BigDecimal overall = assessment.overall();
            return overall != null && overall.compareTo(target) >= 0;
        }

        private Lever lever(
                String input,
                HealthComponent component,
                @Nullable BigDecimal current,
                @Nullable BigDecimal needed,
                @Nullable BigDecimal change,
                HealthAssessment then) {
            BigDecimal overall = then.overall() == null ? target : then.overall();
            HealthBand band = then.band() == null ? evaluator.band(overall) : then.band();
            return new Lever(
                    input, component, current, needed != null, needed, change, overall, band);
        }

        private HealthInputs supposed(Consumer<SupposedInputs> change) {
            SupposedInputs supposed = new SupposedInputs(in);
            change.accept(supposed);
            return supposed.toInputs();
        }
    }
}
