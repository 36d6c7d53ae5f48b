package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.util.List;

/** The company's own playbook for clients in trouble, and its automation that creates a task for every detractor. */
final class Plays {
    static final String PLAYBOOK = "steady_hand";
    static final int VERSION = 1;
    static final int ACTIVE_DAYS = 360;
    static final int TASK_DAYS = 3;
    static final String TASK_PRIORITY = "medium";

    /** A step, due that many days after the start. */
    record Step(String title, String channel, int afterDays) {}

    static final List<Step> STEPS =
            List.of(
                    new Step("Read tickets and use of the last weeks", "task", 1),
                    new Step("Call the decision maker", "call", 3),
                    new Step("Working session with the team", "meeting", 10),
                    new Step("Compare with the start", "task", 30));

    private final Instant since;
    private final Instant activated;
    private final String detractors;
    private final String overdue;

    Plays(DemoOptions options) {
        since = History.start(options.beginning());
        activated = History.start(options.today().minusDays(ACTIVE_DAYS));
        Dice dice = Dice.of(options.seed(), -1, "plays");
        detractors = dice.id("automation", activated);
        overdue = dice.id("automation", activated);
    }

    Instant activated() {
        return activated;
    }

    String detractors() {
        return detractors;
    }

    String overdue() {
        return overdue;
    }

    void write(Rows rows) {
        StringBuilder steps = new StringBuilder();
        for (Step step : STEPS) {
            steps.append(steps.isEmpty() ? "[" : ", ")
                    .append(
                            """
                            {"level": "light", "title": "%s", "channel": "%s", "offset_days": %d}\
                            """
                                    .formatted(step.title(), step.channel(), step.afterDays()));
        }
        rows.of(Table.PLAYBOOKS)
                .text(PLAYBOOK)
                .number((long) VERSION)
                .text("Steady hand")
                .text("retention")
                .text("The client's use and mood are back where they were")
                .text(steps.append(']').toString())
                .flag(true)
                .made(since, since)
                .end();
        automation(
                rows,
                detractors,
                "communication",
                "Call detractors",
                "event_based",
                "{\"type\": \"event_based\", \"event\": \"nps_detractor\"}");
        automation(
                rows,
                overdue,
                "onboarding",
                "Look after overdue milestones of the demo company",
                "milestone_overdue",
                "{}");
    }

    private void automation(
            Rows rows, String id, String kind, String name, String type, String trigger) {
        rows.of(Table.AUTOMATIONS)
                .text(id)
                .text(kind)
                .text(name)
                .text(type)
                .text(trigger)
                .text(
                        """
                        [{"type": "create_task", "title": "%s", "due_in_days": %d, "priority": "%s"}]\
                        """
                                .formatted(name, TASK_DAYS, TASK_PRIORITY))
                .text("paused")
                .time(activated)
                .made(activated, activated)
                .end();
    }
}
