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
 * What sets an automation off; kept as it is shown. What its type does not read is absent.
 *
 * @param scheduleDay 1 is Monday, or the first of a month
 * @param scheduleTime as 09:00, in the deployment's zone
 * @param days for so long, or so long before
 * @param threshold points of a score, or a share of use
 * @param milestoneName of onboarding, or the key of one of adoption
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

    /** The times of one that goes by the calendar. */
    Slots slots(ZoneId zone) {
        return new Slots(
                Objects.requireNonNull(schedule),
                Objects.requireNonNullElse(scheduleDay, 1),
                LocalTime.parse(Objects.requireNonNull(scheduleTime)),
                zone);
    }
}
