package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.Slots.Slot;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements over {@code HitDao/moments.sql}: what triggers an automation, and when it did. */
@UseJoinedSql
@PlannedForItsValues
interface HitDao {
    /**
     * The parameters of the statements.
     *
     * @param clientId absent for any
     * @param since nothing before it counts
     * @param from and {@code to} bound the occurrences, both inclusive
     */
    record Asked(
            String automationId,
            @Nullable String clientId,
            @Nullable Tier tier,
            @Nullable String segmentId,
            @Nullable LifecycleStage lifecycleStage,
            TriggerType trigger,
            @Nullable AutomationEvent event,
            @Nullable ClientBehavior behavior,
            @Nullable String featureKey,
            int days,
            @Nullable BigDecimal threshold,
            @Nullable Crossing direction,
            @Nullable String milestoneName,
            @Nullable UseMeasure metric,
            int minBaseline,
            List<String> slots,
            List<String> slotDates,
            Instant since,
            Instant from,
            Instant to) {
        static Asked of(
                String automationId,
                @Nullable String clientId,
                AutomationSettings settings,
                AutomationTerms terms,
                Instant since,
                Instant from,
                Instant to) {
            AutomationTrigger trigger = settings.trigger();
            AutomationSettings.Target target = settings.target();
            Integer days = trigger.days();
            List<Slot> slots =
                    trigger.type() == TriggerType.TIME_BASED
                            ? trigger.slots(terms.zone()).between(from, to)
                            : List.of();
            return new Asked(
                    automationId,
                    clientId,
                    target.tier(),
                    target.segmentId(),
                    target.lifecycleStage(),
                    trigger.type(),
                    trigger.event(),
                    trigger.behavior(),
                    trigger.featureKey(),
                    days == null ? 0 : days,
                    trigger.threshold(),
                    trigger.direction(),
                    trigger.milestoneName(),
                    trigger.metric(),
                    terms.minBaseline(),
                    slots.stream().map(slot -> slot.at().toString()).toList(),
                    slots.stream().map(slot -> slot.date().toString()).toList(),
                    since,
                    from,
                    to);
        }
    }

    /**
     * Something that triggered the automation.
     *
     * @param lastRunAt when the last run of this client that was not skipped was triggered
     */
    record Hit(
            String clientId,
            String occurrenceKey,
            Instant at,
            @Nullable Double value,
            @Nullable Instant lastRunAt) {}

    @SqlQuery
    @RegisterConstructorMapper(Hit.class)
    List<Hit> hits(@BindMethods Asked asked);

    /** How often it would have been triggered. */
    record Past(int firedCount, int clientCount, @Nullable String firstClientId) {}

    @SqlQuery
    @RegisterConstructorMapper(Past.class)
    Past past(@BindMethods Asked asked);

    /** The clients that are watched. */
    record Watched(int clientCount, @Nullable String firstClientId) {}

    @SqlQuery
    @RegisterConstructorMapper(Watched.class)
    Watched watched(@BindMethods Asked asked);

    /** The newest occurrence of a watched client; if there is none, only the time of the automation's last run. */
    record Newest(
            String clientId,
            @Nullable String occurrenceKey,
            @Nullable Instant at,
            @Nullable Double value,
            @Nullable Instant lastRunAt,
            boolean isRecorded) {}

    @SqlQuery
    @RegisterConstructorMapper(Newest.class)
    Optional<Newest> newest(@BindMethods Asked asked);

    /** Whether the occurrence still holds; empty when the client is no longer active, null when it is unknown. */
    @SqlQuery
    Optional<Boolean> holds(@BindMethods Asked asked, String occurrenceKey);
}
