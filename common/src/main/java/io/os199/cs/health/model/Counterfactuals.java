package io.os199.cs.health.model;

import static io.os199.cs.health.model.HealthComponent.ENGAGEMENT;
import static io.os199.cs.health.model.HealthComponent.PAYMENT;
import static io.os199.cs.health.model.HealthComponent.SATISFACTION;
import static io.os199.cs.health.model.HealthComponent.SUPPORT;
import static io.os199.cs.health.model.HealthComponent.USAGE;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What would lift a score to the next band: each input on its own, with everything else unchanged. */
public record Counterfactuals(
        HealthBand targetBand, BigDecimal targetScore, List<HealthLever> levers) {
    private static final int MOST_RESPONSES = 50;
    private static final int HUNDREDTHS = 10_000;

    /** Returns the counterfactuals; empty without a score, or in the best band. */
    public static Optional<Counterfactuals> of(HealthEvaluator evaluator, HealthInputs in) {
        HealthAssessment now = evaluator.assess(in);
        return Optional.ofNullable(now.band())
                .flatMap(Counterfactuals::above)
                .map(
                        target ->
                                new Counterfactuals(
                                        target,
                                        evaluator.model().lowerBound(target),
                                        new Search(evaluator, in, now, target).levers()));
    }

    private static Optional<HealthBand> above(HealthBand band) {
        return Arrays.stream(HealthBand.values())
                .filter(other -> other.compareTo(band) < 0)
                .max(Comparator.naturalOrder());
    }

    /** Finds each lever by bisection: the overall score never falls as a lever's step grows. */
    private static final class Search {
        private final HealthEvaluator evaluator;
        private final HealthInputs in;
        private final HealthAssessment now;
        private final HealthBand target;
        private final List<HealthLever> levers = new ArrayList<>();

        Search(
                HealthEvaluator evaluator,
                HealthInputs in,
                HealthAssessment now,
                HealthBand target) {
            this.evaluator = evaluator;
            this.in = in;
            this.now = now;
            this.target = target;
        }

        List<HealthLever> levers() {
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
            long events = in.eventCount();
            search(
                    "event_count",
                    USAGE,
                    BigDecimal.valueOf(events),
                    1,
                    in.eventCountBefore() - events,
                    step -> evaluator.assess(supposed(s -> s.eventCount = events + step)));
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
                    step -> evaluator.assess(supposed(s -> s.userDayCount = current + (int) step)));
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

        /** Supposes additional answers with full marks, given today and so counted at full weight. */
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
                                                s.responseCount += (int) step;
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

        /** Supposes a score for a component that has no data. */
        private void silent(HealthComponent component) {
            String input = WireName.of(component) + "_score";
            LongFunction<HealthAssessment> scored =
                    hundredths -> {
                        Map<HealthComponent, BigDecimal> scores = new TreeMap<>(now.components());
                        scores.put(component, BigDecimal.valueOf(hundredths, 2));
                        return evaluator.overall(
                                now.parts(), scores, evaluator.model().componentWeights());
                    };
            long step = least(scored, 0, HUNDREDTHS);
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
                    step ->
                            evaluator.assess(
                                    supposed(s -> set.accept(s, current + (int) step)), in));
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
                    step -> evaluator.assess(supposed(s -> set.accept(s, current - (int) step))));
        }

        /** Adds a lever, unless the input is already at its bound. */
        private void search(
                String input,
                HealthComponent component,
                @Nullable BigDecimal current,
                int direction,
                long steps,
                LongFunction<HealthAssessment> after) {
            if (steps <= 0) {
                return;
            }
            long step = least(after, 1, steps);
            HealthAssessment then = after.apply(step);
            BigDecimal change = BigDecimal.valueOf(direction * step);
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

        /** Returns the smallest step that reaches the target, or the last step if none does. */
        private long least(LongFunction<HealthAssessment> after, long first, long last) {
            long low = first;
            long high = last;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (reaches(after.apply(middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /** Whether the score reaches the target's lower bound with enough coverage for a band at least that good. */
        private boolean reaches(HealthAssessment assessment) {
            return assessment.band() != null && assessment.band().compareTo(target) <= 0;
        }

        /**
         * Returns the lever; a supposition never reduces coverage, so {@code then} has a score just as the facts
         * have.
         */
        private HealthLever lever(
                String input,
                HealthComponent component,
                @Nullable BigDecimal current,
                @Nullable BigDecimal needed,
                @Nullable BigDecimal change,
                HealthAssessment then) {
            return new HealthLever(
                    input,
                    component,
                    current,
                    needed != null,
                    needed,
                    change,
                    Objects.requireNonNull(then.overall()),
                    Objects.requireNonNull(then.band()));
        }

        private HealthInputs supposed(Consumer<SupposedInputs> change) {
            SupposedInputs supposed = new SupposedInputs(in);
            change.accept(supposed);
            return supposed.toInputs();
        }
    }
}
