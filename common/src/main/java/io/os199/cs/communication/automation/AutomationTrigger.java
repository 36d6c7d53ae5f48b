package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.Cadence;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.Slots;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;

/**
 * What triggers an automation; stored as shown. Fields that its type does not use are absent.
 *
 * @param scheduleDay 1 is Monday, or the first of a month
 * @param scheduleTime such as 09:00, in the deployment's zone
 * @param days how long something has lasted, or how many days before
 * @param threshold points of a score, or a share of use
 * @param milestoneName of onboarding, or the key of an adoption milestone
 */
public record AutomationTrigger(
        TriggerType type,
        @Nullable Cadence schedule,
        @Nullable Integer scheduleDay,
        @Nullable String scheduleTime,
        @Nullable AutomationEvent event,
        @Nullable ClientBehavior behavior,
        @Nullable String featureKey,
        @Nullable Integer days,
        @Nullable BigDecimal threshold,
        @Nullable Crossing direction,
        @Nullable String milestoneName,
        @Nullable UseMeasure metric) {

    /** Returns the times of a scheduled trigger. */
    Slots slots(ZoneId zone) {
        return new Slots(
                Objects.requireNonNull(schedule),
                Objects.requireNonNullElse(scheduleDay, 1),
                LocalTime.parse(Objects.requireNonNull(scheduleTime)),
                zone);
    }
}
