package io.os199.cs.api.tools.retention;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.automation.Decided;
import io.os199.cs.retention.automation.Decision;
import io.os199.cs.retention.automation.HoldReason;
import io.os199.cs.retention.automation.RetentionAutomationPreview;
import io.os199.cs.retention.automation.RetentionAutomationSettings;
import io.os199.cs.retention.automation.SignCandidate;
import io.os199.cs.retention.campaign.Channel;
import io.os199.cs.retention.campaign.Playbook;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The clients that a rule would affect now.
 *
 * @param items the largest ARR first
 * @param firstEmail to the first client that the rule would run for
 */
public record AutomationHits(
        int matchingCount,
        int wouldRunCount,
        int holdCount,
        int holdoutCount,
        List<Item> items,
        @Nullable Email firstEmail) {
    private static final int FIRST_STEPS = 3;
    private static final int LONGEST_BODY = 2_000;

    /**
     * A client that shows the sign.
     *
     * @param firstSteps of the campaign that would start
     */
    public record Item(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable BigDecimal value,
            @Nullable BigDecimal threshold,
            @Nullable Instant conditionSince,
            Decision decision,
            @Nullable HoldReason holdReason,
            @Nullable Instant heldUntil,
            @Nullable List<Step> firstSteps) {

        static Item of(Decided decided, RetentionAutomationSettings settings, List<Step> steps) {
            SignCandidate candidate = decided.candidate();
            return new Item(
                    candidate.clientId(),
                    candidate.clientName(),
                    Rounded.amount(candidate.arrAmount()),
                    Rounded.rateOf(candidate.value()),
                    settings.trigger().threshold(),
                    candidate.conditionSince(),
                    decided.decision(),
                    decided.holdReason(),
                    decided.heldUntil(),
                    decided.decision() == Decision.RUN && !steps.isEmpty() ? steps : null);
        }
    }

    /** A step of the campaign that would start today. */
    public record Step(String title, Channel channel, LocalDate dueDate) {}

    /** A mail as it would go out. */
    public record Email(
            String clientId,
            Instant sendAt,
            @Personal(Personal.Kind.EMAIL) String to,
            String subject,
            String bodyText,
            @Nullable Boolean truncated) {}

    static List<Item> items(
            RetentionAutomationPreview preview, RetentionAutomationSettings settings) {
        List<Step> steps =
                preview.plan().stream().limit(FIRST_STEPS).map(AutomationHits::step).toList();
        return preview.decided().stream().map(each -> Item.of(each, settings, steps)).toList();
    }

    private static Step step(Playbook.Planned planned) {
        return new Step(planned.title(), planned.channel(), planned.dueDate());
    }

    static AutomationHits of(
            RetentionAutomationPreview preview, List<Item> shown, boolean seesPersonalData) {
        return new AutomationHits(
                preview.decided().size(),
                preview.count(Decision.RUN),
                preview.count(Decision.HOLD),
                preview.count(Decision.HOLDOUT),
                shown,
                email(preview, seesPersonalData));
    }

    private static @Nullable Email email(
            RetentionAutomationPreview preview, boolean seesPersonalData) {
        Letter letter = preview.firstEmail();
        Instant at = preview.firstEmailAt();
        if (letter == null || at == null) {
            return null;
        }
        MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
        UntrustedText body = UntrustedText.of(texts.bodyText(), LONGEST_BODY);
        return new Email(
                letter.recipient().clientId(),
                at,
                letter.recipient().address(),
                UntrustedText.name(texts.subject()),
                body.text(),
                body.truncated() ? true : null);
    }
}
