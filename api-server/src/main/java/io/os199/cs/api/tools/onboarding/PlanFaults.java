package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.onboarding.PlanInput.Action;
import io.os199.cs.api.tools.onboarding.PlanInput.AskedMilestone;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Faults of arguments of {@code create_onboarding_plan} that are each valid on their own. */
final class PlanFaults {
    private static final int EARLIEST_DAYS = 30;
    private static final int LATEST_DAYS = 365;

    private final PlanInput input;
    private final LocalDate today;
    private final List<Fault> faults = new ArrayList<>();

    private PlanFaults(PlanInput input, LocalDate today) {
        this.input = input;
        this.today = today;
    }

    static List<Fault> of(PlanInput input, LocalDate today) {
        PlanFaults found = new PlanFaults(input, today);
        found.status();
        found.start();
        found.milestones();
        found.texts();
        found.change();
        return found.faults;
    }

    private void status() {
        String sent = input.status();
        if (sent == null) {
            return;
        }
        List<String> words =
                switch (input.action()) {
                    case UPDATE_MILESTONE -> words(MilestoneStatus.class);
                    case UPDATE_TASK -> words(MilestoneTaskStatus.class);
                    case SET_STATUS, CREATE -> words(PlanStatus.class);
                };
        if (!words.contains(sent)) {
            faults.add(WrongValue.fault("status", sent, "one of " + String.join(", ", words)));
            return;
        }
        boolean isBlocking =
                input.action() == Action.UPDATE_MILESTONE
                        && sent.equals(WireName.of(MilestoneStatus.BLOCKED));
        if (isBlocking && input.blockerText() == null) {
            add("blocker_text", "status blocked needs blocker_text", "what stands in the way");
        }
        if (!isBlocking && input.blockerText() != null) {
            add("blocker_text", "blocker_text is said with status blocked only", "absent");
        }
        boolean isDone = sent.equals("completed") || sent.equals("done");
        if (!isDone && input.completedOn() != null) {
            add(
                    "completed_on",
                    "completed_on is said with status completed or done only",
                    "absent");
        }
    }

    private void start() {
        LocalDate start = input.startDate();
        if (start == null) {
            return;
        }
        LocalDate from = today.minusDays(EARLIEST_DAYS);
        LocalDate to = today.plusDays(LATEST_DAYS);
        if (start.isBefore(from) || start.isAfter(to)) {
            add(
                    "start_date",
                    "start_date %s is more than %d days ago or %d ahead"
                            .formatted(start, EARLIEST_DAYS, LATEST_DAYS),
                    "a day from %s to %s".formatted(from, to));
        }
    }

    private void milestones() {
        List<AskedMilestone> asked = input.milestones();
        if (asked == null) {
            return;
        }
        List<Integer> firstValues = new ArrayList<>();
        for (int place = 0; place < asked.size(); place++) {
            AskedMilestone milestone = asked.get(place);
            int sequence = place + 1;
            String field = "milestones[%d].".formatted(place);
            List<Integer> before = milestone.dependsOn();
            if (before != null && before.stream().anyMatch(other -> other >= sequence)) {
                add(
                        field + "depends_on",
                        "milestone %d depends on %s, and a milestone depends on earlier ones only"
                                .formatted(sequence, before),
                        "sequence numbers below %d".formatted(sequence));
            }
            tenths(field + "estimated_hours", milestone.estimatedHours());
            visible(field + "name", milestone.name());
            if (Boolean.TRUE.equals(milestone.firstValue())) {
                firstValues.add(sequence);
            }
        }
        if (firstValues.size() > 1) {
            add(
                    "milestones",
                    "milestones %s are all marked first_value".formatted(firstValues),
                    "first_value on one milestone");
        }
    }

    private void texts() {
        visible("owner", input.owner());
        visible("title", input.title());
        visible("blocker_text", input.blockerText());
        tenths("estimated_hours", input.estimatedHours());
        tenths("actual_hours", input.actualHours());
        tenths("weekly_capacity_hours", input.weeklyCapacityHours());
        all("customer_goals", input.customerGoals());
        all("success_criteria", input.successCriteria());
    }

    private void all(String field, @Nullable List<String> texts) {
        if (texts != null) {
            for (int place = 0; place < texts.size(); place++) {
                visible("%s[%d]".formatted(field, place), texts.get(place));
            }
        }
    }

    private void change() {
        if (input.action() == Action.UPDATE_MILESTONE
                && input.status() == null
                && input.dueDate() == null
                && input.actualHours() == null
                && input.estimatedHours() == null
                && input.owner() == null
                && input.firstValue() == null) {
            add(
                    "status",
                    "update_milestone needs something to change; it has none",
                    "status, due_date, actual_hours, estimated_hours, owner or first_value");
        }
        if (input.action() == Action.UPDATE_TASK
                && input.status() == null
                && input.dueDate() == null
                && input.title() == null
                && input.owner() == null) {
            add(
                    "status",
                    "update_task needs something to change; it has none",
                    "status, due_date, title or owner");
        }
        if (input.status() == null && input.completedOn() != null) {
            add(
                    "completed_on",
                    "completed_on is said with status completed or done only",
                    "absent, or with status");
        }
        if (input.status() == null && input.blockerText() != null) {
            add("blocker_text", "blocker_text is said with status blocked only", "status blocked");
        }
        if (Boolean.FALSE.equals(input.firstValue())) {
            add(
                    "first_value",
                    "first_value false would leave the plan without one",
                    "true, on the milestone that shall be it");
        }
    }

    /** Checks that hours, which are stored in tenths, have no more decimals. */
    private void tenths(String field, @Nullable BigDecimal hours) {
        if (hours != null && hours.stripTrailingZeros().scale() > 1) {
            add(
                    field,
                    "%s %s has more than one decimal".formatted(field, hours),
                    "tenths of an hour");
        }
    }

    private void visible(String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, 500).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    private void add(String field, String message, String expected) {
        faults.add(new Fault(field, message, expected));
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return EnumSet.allOf(type).stream().map(WireName::of).toList();
    }
}
