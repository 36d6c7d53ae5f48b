package io.os199.cs.health.lifecycle;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The declared steps of each stage. */
public final class StagePlaybook {
    private static final List<Day> ONBOARDING =
            List.of(
                    new Day(1, "Kickoff"),
                    new Day(7, "Configuration check"),
                    new Day(14, "Training"),
                    new Day(30, "Check-in"),
                    new Day(60, "Value review"),
                    new Day(90, "Close-out"));
    private static final List<Day> AT_RISK =
            List.of(
                    new Day(1, "Assessment call"),
                    new Day(3, "Cause found"),
                    new Day(7, "Recovery plan with a sponsor"),
                    new Day(14, "Checkpoint"),
                    new Day(30, "Reassess"));
    private static final List<Day> EXPANSION =
            List.of(
                    new Day(1, "Discovery"),
                    new Day(14, "Proposal"),
                    new Day(30, "Stakeholders"),
                    new Day(60, "Negotiation"),
                    new Day(90, "Close"));

    /** The steps of a renewal, in days before its date. */
    private static final List<Day> RENEWAL =
            List.of(
                    new Day(90, "Value review"),
                    new Day(60, "Proposal"),
                    new Day(30, "Contract final"),
                    new Day(0, "Renewed"));

    private static final int CHECK_IN_DAYS = 30;
    private static final int REVIEW_DAYS = 90;

    private StagePlaybook() {}

    private record Day(int day, String step) {}

    /**
     * The next step of a stage.
     *
     * @param dueInDays negative once its day is past, which happens only for the last step of a renewal
     */
    public record Step(String step, LocalDate dueOn, int dueInDays) {
        private static Step in(int days, String step, LocalDate today) {
            return new Step(step, today.plusDays(days), days);
        }
    }

    /**
     * Returns the next step; absent when there are no more steps, or when the client is in the renewal stage without
     * a renewal.
     */
    public static Optional<Step> next(LifecycleFacts facts, LocalDate today) {
        int age = facts.stageAgeDays();
        return switch (facts.stage()) {
            case ONBOARDING -> next(ONBOARDING, age, today);
            case AT_RISK -> next(AT_RISK, age, today);
            case EXPANSION -> next(EXPANSION, age, today);
            case ADOPTION, ACTIVE -> Optional.of(regular(age, today));
            case RENEWAL -> renewal(facts, today);
            case CHURNED -> Optional.empty();
        };
    }

    private static Optional<Step> next(List<Day> days, int age, LocalDate today) {
        return days.stream()
                .filter(each -> each.day() >= age)
                .findFirst()
                .map(each -> Step.in(each.day() - age, each.step(), today));
    }

    private static Step regular(int age, LocalDate today) {
        int day = Math.max(1, (age + CHECK_IN_DAYS - 1) / CHECK_IN_DAYS) * CHECK_IN_DAYS;
        String step = day % REVIEW_DAYS == 0 ? "Business review" : "Check-in";
        return Step.in(day - age, step, today);
    }

    private static Optional<Step> renewal(LifecycleFacts facts, LocalDate today) {
        Integer left = facts.renewalInDays();
        if (left == null) {
            return Optional.empty();
        }
        Day next =
                RENEWAL.stream()
                        .filter(each -> each.day() <= left)
                        .findFirst()
                        .orElse(RENEWAL.getLast());
        return Optional.of(Step.in(left - next.day(), next.step(), today));
    }
}
