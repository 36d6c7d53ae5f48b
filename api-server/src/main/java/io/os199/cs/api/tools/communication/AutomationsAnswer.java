package io.os199.cs.api.tools.communication;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.communication.automation.Automation;
import io.os199.cs.communication.automation.AutomationAction;
import io.os199.cs.communication.automation.AutomationPreview;
import io.os199.cs.communication.automation.AutomationReport;
import io.os199.cs.communication.automation.AutomationSettings;
import io.os199.cs.communication.automation.AutomationTest;
import io.os199.cs.communication.automation.AutomationTrigger;
import io.os199.cs.communication.automation.CommunicationAutomations.RunItem;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationRunStatus;
import io.os199.cs.communication.model.AutomationStatus;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The answer of {@code automate_communications}.
 *
 * @param automation the one that was created, changed or asked for
 * @param items automations, the newest first
 * @param runs of thirty days, the newest first
 */
public record AutomationsAnswer(
        Instant computedAt,
        @Nullable Item automation,
        @Nullable Previewed preview,
        @Nullable AutomationTest test,
        @Nullable List<Item> items,
        @Nullable List<RunItem> runs,
        @Nullable Long totalCount,
        @Nullable String nextCursor,
        List<DataGap> dataGaps,
        @Nullable Boolean isDryRun) {

    /** An automation, and its results over thirty days. */
    public record Item(
            String automationId,
            String workflowName,
            AutomationTrigger trigger,
            AutomationSettings.Target target,
            List<Summary> actions,
            int delayMinutes,
            int cooldownDays,
            int maxRunsPerDay,
            AutomationStatus status,
            @Nullable Instant activatedAt,
            @Nullable Instant lastEvaluatedAt,
            @Nullable String lastError,
            int version,
            @Nullable Stats stats) {
        static Item of(Automation automation, @Nullable Stats stats) {
            AutomationSettings settings = automation.settings();
            List<Summary> actions = new ArrayList<>();
            for (AutomationAction action : settings.actions()) {
                actions.add(Summary.of(actions.size() + 1, action));
            }
            return new Item(
                    automation.automationId(),
                    settings.name(),
                    settings.trigger(),
                    settings.target(),
                    actions,
                    settings.delayMinutes(),
                    settings.cooldownDays(),
                    automation.maxRunsPerDay(),
                    automation.status(),
                    automation.activatedAt(),
                    automation.lastEvaluatedAt(),
                    automation.lastError(),
                    automation.version(),
                    stats);
        }
    }

    /** An action in one line. */
    public record Summary(int no, AutomationActionType type, String summary) {
        private static final int LONGEST = 200;

        static Summary of(int no, AutomationAction action) {
            String text =
                    switch (action.type()) {
                        case SEND_EMAIL -> Objects.requireNonNull(action.subjectLine());
                        case CREATE_TASK ->
                                "%s (%s, due in %d days)"
                                        .formatted(
                                                action.title(),
                                                action.priority(),
                                                action.dueInDays());
                        case CREATE_TICKET ->
                                "%s (%s)".formatted(action.title(), action.priority());
                        case SEND_IN_APP_NOTIFICATION -> Objects.requireNonNull(action.bodyText());
                        // What follows the host may be a secret.
                        case TRIGGER_WEBHOOK ->
                                URI.create(Objects.requireNonNull(action.url())).getHost();
                    };
            return new Summary(no, action.type(), UntrustedText.of(text, LONGEST).text());
        }
    }

    /**
     * The results over thirty days.
     *
     * @param triggeredCount occurrences, whatever their outcome
     * @param clientCount clients for which it ran
     * @param email the mail that it sent in that time; absent where it sent none
     */
    public record Stats(
            int triggeredCount,
            int completedCount,
            int failedCount,
            int waitingCount,
            List<Skipped> skipped,
            int clientCount,
            EmailAnswer.@Nullable Metrics email) {
        static Stats of(AutomationReport report, boolean isTold) {
            return new Stats(
                    report.triggeredCount(),
                    report.count(AutomationRunStatus.COMPLETED),
                    report.count(AutomationRunStatus.FAILED),
                    report.count(AutomationRunStatus.PENDING)
                            + report.count(AutomationRunStatus.RUNNING),
                    report.runs().entrySet().stream()
                            .filter(each -> each.getKey().isSkipped())
                            .map(each -> new Skipped(each.getKey(), each.getValue()))
                            .toList(),
                    report.clientCount(),
                    report.mails().messageCount() == 0
                            ? null
                            : EmailAnswer.Metrics.of(report.mails(), isTold));
        }
    }

    /** The number of occurrences that were only recorded, for a reason. */
    public record Skipped(AutomationRunStatus reason, int count) {}

    /**
     * What the automation would have done.
     *
     * @param matchingClientCount clients that it watches
     * @param firedLast30DaysCount occurrences over stored history, before any cool-down
     * @param clientCount the number of clients with such occurrences
     * @param message the first mail
     */
    public record Previewed(
            int matchingClientCount,
            @JsonProperty("fired_last_30_days_count") @Nullable Integer firedLast30DaysCount,
            @Nullable Integer clientCount,
            EmailAnswer.@Nullable Message message) {
        static Previewed of(AutomationPreview preview, boolean seesPersonalData) {
            AutomationPreview.Past past = preview.past();
            return new Previewed(
                    preview.matchingClientCount(),
                    past == null ? null : past.firedCount(),
                    past == null ? null : past.clientCount(),
                    message(preview.letter(), seesPersonalData));
        }

        static EmailAnswer.@Nullable Message message(
                @Nullable Letter letter, boolean seesPersonalData) {
            return letter == null ? null : EmailAnswer.Message.of(letter, seesPersonalData);
        }
    }
}
