package io.os199.cs.health.model;

import io.os199.cs.health.model.HealthAdvice.ExpectedEffect;
import io.os199.cs.health.model.HealthAdvice.Priority;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The declared table of recommendations. */
public final class HealthRules {
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BigDecimal FALLING = new BigDecimal("0.80");
    private static final BigDecimal SELDOM = new BigDecimal("0.40");
    private static final BigDecimal NARROW = new BigDecimal("0.30");
    private static final int LONG_SILENCE_DAYS = 30;
    private static final int ENOUGH_EVENTS = 50;
    private static final int ENOUGH_CONTACTS = 3;

    private final HealthEvaluator evaluator;
    private final HealthInputs in;
    private final HealthAssessment now;
    private final List<HealthAdvice> advice = new ArrayList<>();

    private HealthRules(HealthEvaluator evaluator, HealthInputs in) {
        this.evaluator = evaluator;
        this.in = in;
        this.now = evaluator.assess(in);
    }

    /** Returns the advice sorted by priority, then gain, then rule. */
    public static List<HealthAdvice> apply(HealthEvaluator evaluator, HealthInputs in) {
        HealthRules rules = new HealthRules(evaluator, in);
        rules.money();
        rules.people();
        rules.product();
        rules.support();
        rules.advice.sort(
                Comparator.comparing(HealthAdvice::priority)
                        .thenComparing(HealthRules::gain, Comparator.reverseOrder())
                        .thenComparing(HealthAdvice::ruleId));
        return List.copyOf(rules.advice);
    }

    private void money() {
        if (in.overdue() || in.late()) {
            add(
                    "HR_PAYMENT",
                    in.overdue() ? "payment is overdue" : "payment is late",
                    "Settle the invoice before anything else",
                    Priority.HIGH,
                    "negotiate_renewals",
                    s -> {
                        s.overdue = false;
                        s.late = false;
                    });
        }
        if (in.renewalNear()) {
            int days = evaluator.model().weights().constants().payment().renewalWithinDays();
            add(
                    "HR_RENEWAL",
                    "a renewal within " + days + " days is not committed",
                    "Get the renewal committed",
                    Priority.HIGH,
                    "negotiate_renewals",
                    s -> s.renewalNear = false);
        }
    }

    private void people() {
        Integer age = in.touchpointAgeDays();
        if (age == null || age > LONG_SILENCE_DAYS) {
            add(
                    "HR_TOUCH",
                    age == null
                            ? "there never was a touchpoint"
                            : "last touchpoint " + age + " days ago",
                    "Contact the client, then log it",
                    Priority.MEDIUM,
                    "log_activity",
                    s -> s.touchpointAgeDays = 0);
        }
        if (below("answered", SELDOM) && in.outboundCount() >= ENOUGH_CONTACTS) {
            add(
                    "HR_ANSWER",
                    "%d of %d contacts answered".formatted(in.answeredCount(), in.outboundCount()),
                    "Try another person or channel",
                    Priority.MEDIUM,
                    "analyze_engagement_patterns",
                    s -> s.answeredCount = s.outboundCount);
        }
        if (!now.components().containsKey(HealthComponent.SATISFACTION)) {
            Map<HealthComponent, BigDecimal> asked = new TreeMap<>(now.components());
            asked.put(HealthComponent.SATISFACTION, new BigDecimal("100.00"));
            add(
                    "HR_ASK",
                    "nobody answered a survey",
                    "Ask by a survey",
                    Priority.LOW,
                    "monitor_satisfaction",
                    evaluator.overall(now.parts(), asked, evaluator.model().componentWeights()));
        }
    }

    private void product() {
        if (below("active_users", HALF)) {
            int bound =
                    in.licensedUserCount() == null ? in.seenUserCount() : in.licensedUserCount();
            add(
                    "HR_ACTIVE",
                    "%d of %d users active".formatted(in.activeUserCount(), bound),
                    "Bring idle users in",
                    Priority.HIGH,
                    "track_usage_engagement",
                    s -> {
                        // Where no user was ever seen and no seats are stated, one active user
                        // counts as everyone.
                        s.activeUserCount = Math.max(1, bound);
                        s.seenUserCount = Math.max(s.seenUserCount, 1);
                    });
        }
        if (below("momentum", FALLING) && in.eventCountBefore() >= ENOUGH_EVENTS) {
            add(
                    "HR_MOMENTUM",
                    "%d events after %d".formatted(in.eventCount(), in.eventCountBefore()),
                    "Ask what changed",
                    Priority.HIGH,
                    "analyze_engagement_patterns",
                    s -> s.eventCount = s.eventCountBefore);
        }
        if (below("breadth", NARROW)) {
            add(
                    "HR_BREADTH",
                    "%d of %d features used"
                            .formatted(in.featureUsedCount(), in.featureAvailableCount()),
                    "Show the features that nobody uses",
                    Priority.MEDIUM,
                    "track_feature_adoption",
                    s -> s.featureUsedCount = s.featureAvailableCount);
        }
    }

    private void support() {
        if (in.openEscalation() > 0) {
            add(
                    "HR_ESCALATION",
                    "an escalation is open",
                    "Close the escalation",
                    Priority.HIGH,
                    "manage_escalations",
                    s -> s.openEscalation = 0);
        }
        if (in.slaBreachCount() >= 2 || in.highPriorityTicketCount() >= 1) {
            add(
                    "HR_SLA",
                    "%d breaches of service levels, %d tickets of high priority"
                            .formatted(in.slaBreachCount(), in.highPriorityTicketCount()),
                    "Look at how the client is served",
                    Priority.MEDIUM,
                    "analyze_support_performance",
                    s -> {
                        s.slaBreachCount = 0;
                        s.highPriorityTicketCount = 0;
                    });
        }
    }

    private boolean below(String part, BigDecimal bound) {
        return now.parts().stream()
                .anyMatch(
                        p ->
                                p.part().equals(part)
                                        && p.value() != null
                                        && p.value().compareTo(bound) < 0);
    }

    private void add(
            String rule,
            String because,
            String action,
            Priority priority,
            String tool,
            Consumer<SupposedInputs> fullMarks) {
        SupposedInputs supposed = new SupposedInputs(in);
        fullMarks.accept(supposed);
        add(rule, because, action, priority, tool, evaluator.assess(supposed.toInputs(), in));
    }

    private void add(
            String rule,
            String because,
            String action,
            Priority priority,
            String tool,
            HealthAssessment then) {
        ExpectedEffect effect =
                now.overall() == null
                        ? null
                        : new ExpectedEffect(
                                Objects.requireNonNull(then.overall()).subtract(now.overall()));
        advice.add(new HealthAdvice(rule, because, action, priority, tool, effect));
    }

    private static BigDecimal gain(HealthAdvice advice) {
        ExpectedEffect effect = advice.expectedEffect();
        return effect == null ? BigDecimal.ZERO : effect.overallPoints();
    }
}
