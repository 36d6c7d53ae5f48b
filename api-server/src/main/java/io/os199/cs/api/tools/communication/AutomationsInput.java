package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.UnlistedWords;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.Cadence;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.support.model.TicketCategory;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The parameters of {@code automate_communications}. */
public record AutomationsInput(
        @Default("create") Action action,
        @Nullable
                @Actions(
                        value = {"update", "activate", "pause", "get", "list_runs", "test"},
                        requiredBy = {"update", "activate", "pause", "get", "list_runs", "test"})
                @Size(max = 60)
                String automationId,
        @Nullable
                @Actions(
                        value = {"update", "activate", "pause"},
                        requiredBy = {"update", "activate", "pause"})
                Integer version,
        @Nullable
                @Actions(
                        value = {"create", "update"},
                        requiredBy = "create")
                @Size(min = 1, max = 120)
                String workflowName,
        @Nullable
                @Actions(
                        value = {"create", "update"},
                        requiredBy = "create")
                TriggerType triggerType,
        @Nullable @Actions({"create", "update"}) Cadence schedule,
        @Nullable @Actions({"create", "update"}) @Min(1) Integer scheduleDay,
        @Nullable @Actions({"create", "update"}) @Pattern(regexp = "([01][0-9]|2[0-3]):[0-5][0-9]")
                String scheduleTime,
        @Nullable @Actions({"create", "update"}) AutomationEvent event,
        @Nullable @Actions({"create", "update"}) ClientBehavior behavior,
        @Nullable @Actions({"create", "update"}) @Size(min = 1, max = 200) String featureKey,
        @Nullable @Actions({"create", "update"}) @Min(0) @Max(365) Integer days,
        @Nullable @Actions({"create", "update"}) @Digits(integer = 3, fraction = 4)
                BigDecimal threshold,
        @Nullable @Actions({"create", "update"}) Crossing direction,
        @Nullable @Actions({"create", "update"}) @Size(min = 1, max = 120) String milestoneName,
        @Nullable @Actions({"create", "update"}) @UnlistedWords UseMeasure metric,
        @Nullable @Actions({"create", "update"}) Tier targetTier,
        @Nullable @Actions({"create", "update"}) @Size(min = 1, max = 200) String targetSegment,
        @Nullable @Actions({"create", "update"}) @UnlistedWords LifecycleStage targetLifecycleStage,
        @Nullable
                @Actions(
                        value = {"create", "update"},
                        requiredBy = "create")
                @Size(min = 1, max = 5)
                List<Does> actions,
        @Nullable @Actions({"create", "update"}) @Min(0) @Max(43_200) Integer delayMinutes,
        @Nullable @Actions({"create", "update"}) @Min(0) @Max(365) Integer cooldownDays,
        @Default(value = "true", listed = false) @Actions("create") boolean isActive,
        @Nullable
                @Actions(
                        value = {"test", "list_runs"},
                        requiredBy = "test")
                @Size(min = 1, max = 200)
                String clientId,
        @Default(value = "50", listed = false) @Actions({"list", "list_runs"}) @Min(1) @Max(200)
                int limit,
        @Nullable @Actions({"list", "list_runs"}) @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false)
                @Actions({"create", "update", "activate", "pause"})
                boolean dryRun,
        @Nullable @Actions({"create", "update", "activate"}) @Size(max = 400)
                String confirmationToken,
        @Nullable @Actions({"create", "update", "activate", "pause"}) @Size(min = 1, max = 100)
                String idempotencyKey) {

    /** The action to perform. */
    public enum Action {
        CREATE,
        UPDATE,
        ACTIVATE,
        PAUSE,
        GET,
        LIST,
        LIST_RUNS,
        TEST
    }

    /**
     * One action of an automation.
     *
     * @param recipientScope primary or all
     * @param priority high, medium or low for a task; P0 to P4 for a ticket
     * @param category of a ticket
     */
    public record Does(
            AutomationActionType type,
            @Nullable @Size(min = 1, max = 200) String subjectLine,
            @Nullable @Size(min = 1, max = 50_000) String bodyText,
            @Nullable @UnlistedWords TemplateType templateType,
            @Nullable @Size(max = 254) String senderEmail,
            @Nullable @UnlistedWords RecipientScope recipientScope,
            @Nullable @Size(min = 1, max = 200) String title,
            @Nullable @Min(0) @Max(90) Integer dueInDays,
            @Nullable @Size(max = 10) String priority,
            @Nullable @UnlistedWords TicketCategory category,
            @Nullable @Size(max = 2_000) String url) {}

    boolean changesTrigger() {
        return isAny(
                triggerType,
                schedule,
                scheduleDay,
                scheduleTime,
                event,
                behavior,
                featureKey,
                days,
                threshold,
                direction,
                milestoneName,
                metric);
    }

    boolean changesSettings() {
        return changesTrigger()
                || isAny(
                        workflowName,
                        targetTier,
                        targetSegment,
                        targetLifecycleStage,
                        actions,
                        delayMinutes,
                        cooldownDays);
    }

    private static boolean isAny(@Nullable Object... values) {
        return Stream.of(values).anyMatch(Objects::nonNull);
    }

    /** The automation named, for actions that require one. */
    String automation() {
        return Objects.requireNonNull(automationId);
    }
}
