package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.communication.automation.AutomationTrigger;
import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.Cadence;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;
import io.os199.cs.core.ScoreFaults;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trigger that a call describes: what it sends, otherwise what is stored for the same type, otherwise the
 * defaults.
 */
final class AskedTrigger {
    private static final int USUAL_DAYS = 14;
    private static final int USUAL_DAYS_AHEAD = 90;
    private static final BigDecimal USUAL_RATE = new BigDecimal("0.3");
    private static final BigDecimal LOWEST_RATE = new BigDecimal("0.05");
    private static final BigDecimal HIGHEST_SCORE = BigDecimal.valueOf(100);
    private static final String USUAL_TIME = "09:00";

    private final AutomationsInput input;
    private final TriggerType type;
    private final @Nullable AutomationTrigger was;
    private final List<Fault> faults = new ArrayList<>();

    private AskedTrigger(
            AutomationsInput input, TriggerType type, @Nullable AutomationTrigger was) {
        this.input = input;
        this.type = type;
        this.was = was;
    }

    private static AskedTrigger of(AutomationsInput input, @Nullable AutomationTrigger stored) {
        TriggerType type =
                input.triggerType() == null && stored != null
                        ? stored.type()
                        : Objects.requireNonNull(input.triggerType());
        return new AskedTrigger(
                input, type, stored == null || stored.type() != type ? null : stored);
    }

    /**
     * Returns all faults at once.
     *
     * @param stored of the automation that is changed
     * @param unread parameters that could not be read, whose faults are already reported
     */
    static List<Fault> faults(
            AutomationsInput input, @Nullable AutomationTrigger stored, Set<String> unread) {
        AskedTrigger asked = of(input, stored);
        asked.check();
        return asked.faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    /** The trigger, once it has no faults. */
    static AutomationTrigger trigger(AutomationsInput input, @Nullable AutomationTrigger stored) {
        return of(input, stored).trigger();
    }

    private AutomationTrigger trigger() {
        Cadence schedule = or(input.schedule(), was == null ? null : was.schedule());
        Integer day = or(input.scheduleDay(), was == null ? null : was.scheduleDay());
        if (day == null && schedule != null && schedule != Cadence.DAILY) {
            day = 1;
        }
        String time = or(input.scheduleTime(), was == null ? null : was.scheduleTime());
        AutomationEvent event = or(input.event(), was == null ? null : was.event());
        ClientBehavior behavior = or(input.behavior(), was == null ? null : was.behavior());
        boolean isAhead = event != null && event.isAhead();
        boolean lasts = behavior != null && behavior.lasts();
        Integer days = input.days();
        if (days == null && (isAhead || lasts)) {
            Integer usual = isAhead ? USUAL_DAYS_AHEAD : USUAL_DAYS;
            days = or(was == null ? null : was.days(), usual);
        }
        BigDecimal threshold = or(input.threshold(), was == null ? null : was.threshold());
        UseMeasure metric = or(input.metric(), was == null ? null : was.metric());
        boolean isOfUse = type == TriggerType.USAGE_PATTERN;
        return new AutomationTrigger(
                type,
                schedule,
                schedule == Cadence.DAILY ? null : day,
                type == TriggerType.TIME_BASED
                        ? Objects.requireNonNullElse(time, USUAL_TIME)
                        : null,
                event,
                behavior,
                behavior != null && !behavior.isOfFeature()
                        ? null
                        : or(input.featureKey(), was == null ? null : was.featureKey()),
                days,
                threshold == null && isOfUse ? USUAL_RATE : threshold,
                or(input.direction(), was == null ? null : was.direction()),
                or(input.milestoneName(), was == null ? null : was.milestoneName()),
                metric == null && isOfUse ? UseMeasure.ACTIVE_USERS : metric);
    }

    private static <T> @Nullable T or(@Nullable T sent, @Nullable T otherwise) {
        return sent == null ? otherwise : sent;
    }

    private void check() {
        AutomationTrigger trigger = trigger();
        unused(trigger);
        switch (type) {
            case TIME_BASED -> time(trigger);
            case EVENT_BASED, CONTRACT_EVENT -> event(trigger);
            case BEHAVIOR_BASED -> behavior(trigger);
            case HEALTH_SCORE -> score(trigger);
            case MILESTONE ->
                    need(
                            "milestone_name",
                            trigger.milestoneName(),
                            "the name of an onboarding milestone, or the key of one of adoption");
            case USAGE_PATTERN -> use(trigger);
        }
    }

    /** Adds faults for what is sent although this type does not read it. */
    private void unused(AutomationTrigger trigger) {
        Map<String, @Nullable Object> sent = new LinkedHashMap<>();
        sent.put("schedule", input.schedule());
        sent.put("schedule_day", input.scheduleDay());
        sent.put("schedule_time", input.scheduleTime());
        sent.put("event", input.event());
        sent.put("behavior", input.behavior());
        sent.put("feature_key", input.featureKey());
        sent.put("days", input.days());
        sent.put("threshold", input.threshold());
        sent.put("direction", input.direction());
        sent.put("milestone_name", input.milestoneName());
        sent.put("metric", input.metric());
        Set<String> read = read(trigger);
        sent.forEach(
                (field, value) -> {
                    if (value != null && !read.contains(field)) {
                        faults.add(
                                new Fault(
                                        field,
                                        "%s is not used by %s; leave it out"
                                                .formatted(field, what(trigger)),
                                        "absent, or one of " + String.join(", ", read)));
                    }
                });
    }

    private String what(AutomationTrigger trigger) {
        AutomationEvent event = trigger.event();
        ClientBehavior behavior = trigger.behavior();
        String of =
                event != null
                        ? " " + WireName.of(event)
                        : behavior != null ? " " + WireName.of(behavior) : "";
        return "trigger_type " + WireName.of(type) + of;
    }

    private Set<String> read(AutomationTrigger trigger) {
        AutomationEvent event = trigger.event();
        ClientBehavior behavior = trigger.behavior();
        return switch (type) {
            case TIME_BASED ->
                    trigger.schedule() == Cadence.DAILY
                            ? Set.of("schedule", "schedule_time")
                            : Set.of("schedule", "schedule_day", "schedule_time");
            case EVENT_BASED -> Set.of("event");
            case CONTRACT_EVENT ->
                    event == null || event.isAhead() ? Set.of("event", "days") : Set.of("event");
            case BEHAVIOR_BASED ->
                    behavior == null || behavior == ClientBehavior.FEATURE_UNUSED
                            ? Set.of("behavior", "feature_key", "days")
                            : behavior.isOfFeature()
                                    ? Set.of("behavior", "feature_key")
                                    : Set.of("behavior", "days");
            case HEALTH_SCORE -> Set.of("threshold", "direction");
            case MILESTONE -> Set.of("milestone_name");
            case USAGE_PATTERN -> Set.of("threshold", "direction", "metric");
        };
    }

    private void need(String field, @Nullable Object value, String expected) {
        if (value == null) {
            faults.add(
                    new Fault(
                            field,
                            "trigger_type %s needs %s; send %s"
                                    .formatted(WireName.of(type), field, expected),
                            expected));
        }
    }

    private void time(AutomationTrigger trigger) {
        Cadence schedule = trigger.schedule();
        need("schedule", schedule, "daily, weekly or monthly");
        Integer day = trigger.scheduleDay();
        if (schedule != null && day != null && day > schedule.lastDay()) {
            faults.add(
                    new Fault(
                            "schedule_day",
                            "schedule_day %d is above %d".formatted(day, schedule.lastDay()),
                            schedule == Cadence.WEEKLY
                                    ? "1 (Monday) to 7"
                                    : "1 to 28, which every month has"));
        }
    }

    private void event(AutomationTrigger trigger) {
        boolean isOfContract = type == TriggerType.CONTRACT_EVENT;
        AutomationEvent event = trigger.event();
        String expected =
                Arrays.stream(AutomationEvent.values())
                        .filter(each -> each.isOfContract() == isOfContract)
                        .map(WireName::of)
                        .collect(Collectors.joining(", ", "one of ", ""));
        need("event", event, expected);
        if (event != null && event.isOfContract() != isOfContract) {
            faults.add(
                    WrongValue.fault(
                            "event",
                            WireName.of(event),
                            expected + " with trigger_type " + WireName.of(type)));
        }
    }

    private void behavior(AutomationTrigger trigger) {
        ClientBehavior behavior = trigger.behavior();
        need("behavior", behavior, "inactive, feature_unused or feature_first_used");
        if (behavior != null && behavior.isOfFeature()) {
            need("feature_key", trigger.featureKey(), "the key of a feature");
        }
        Integer days = trigger.days();
        if (behavior != null && behavior.lasts() && days != null && days < 1) {
            faults.add(new Fault("days", "nothing lasts 0 days", "1 to 365"));
        }
    }

    private void score(AutomationTrigger trigger) {
        BigDecimal threshold = trigger.threshold();
        need("threshold", threshold, "a score from 0 to 100");
        if (threshold != null
                && (threshold.signum() < 0 || threshold.compareTo(HIGHEST_SCORE) > 0)) {
            faults.add(
                    new Fault(
                            "threshold",
                            "threshold %s is no score; send 0 to 100"
                                    .formatted(threshold.toPlainString()),
                            "0 to 100"));
        }
        faults.addAll(ScoreFaults.of("threshold", input.threshold()));
        direction(trigger, true, "below or above");
    }

    private void use(AutomationTrigger trigger) {
        BigDecimal threshold = Objects.requireNonNull(trigger.threshold());
        if (threshold.compareTo(LOWEST_RATE) < 0 || threshold.compareTo(BigDecimal.ONE) > 0) {
            faults.add(
                    new Fault(
                            "threshold",
                            "threshold %s is no share of use; send 0.05 to 1"
                                    .formatted(threshold.toPlainString()),
                            "0.05 to 1"));
        }
        direction(trigger, false, "drop or rise");
    }

    private void direction(AutomationTrigger trigger, boolean isOfScore, String expected) {
        need("direction", trigger.direction(), expected);
        if (trigger.direction() != null && trigger.direction().isOfScore() != isOfScore) {
            faults.add(
                    WrongValue.fault(
                            "direction",
                            WireName.of(trigger.direction()),
                            expected + " with trigger_type " + WireName.of(type)));
        }
    }
}
