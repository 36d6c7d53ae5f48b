package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The parameters of {@code send_personalized_email}. */
public record EmailInput(
        @Default("send") Action action,
        @Nullable @Actions("send") @Size(min = 1, max = 120) String campaignName,
        @Nullable @Actions("send") TemplateType templateType,
        @Nullable @Actions("send") @Size(min = 1, max = 200) String subjectLine,
        @Nullable @Actions("send") @Size(min = 1, max = 50_000) String bodyText,
        @Nullable @Actions("send") @Size(min = 1, max = 200_000) String bodyHtml,
        @Nullable @Actions("send") @Size(max = 254) String senderEmail,
        @Nullable @Actions("send") @Size(min = 1, max = 1_000)
                List<@Size(min = 1, max = 200) String> targetClientIds,
        @Nullable @Actions("send") @Size(min = 1, max = 200) String targetSegment,
        @Nullable @Actions("send") Tier targetTier,
        @Nullable @Actions("send") LifecycleStage targetLifecycleStage,
        @Nullable @Actions("send") HealthBand targetHealthBand,
        @Default(value = "primary", listed = false) @Actions("send") RecipientScope recipientScope,
        @Nullable @Actions("send") @Size(min = 1, max = 6) List<ContactRole> recipientRoles,
        @Default(value = "false", listed = false) @Actions("send") boolean includeInactive,
        @Nullable @Actions("send") Instant scheduledSendTime,
        @Nullable
                @Actions(
                        value = {"send", "get", "cancel", "resend_unknown"},
                        requiredBy = {"get", "cancel", "resend_unknown"})
                @Size(max = 60)
                String campaignId,
        @Nullable @Actions("list") MailCampaignStatus status,
        @Default(value = "50", listed = false) @Actions("list") @Min(1) @Max(200) int limit,
        @Nullable @Actions("list") @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false) @Actions({"send", "cancel", "resend_unknown"})
                boolean dryRun,
        @Nullable @Actions({"send", "cancel", "resend_unknown"}) @Size(max = 400)
                String confirmationToken,
        @Nullable @Actions({"send", "cancel", "resend_unknown"}) @Size(min = 1, max = 100)
                String idempotencyKey) {

    /** The action to perform. */
    public enum Action {
        SEND,
        GET,
        LIST,
        CANCEL,
        RESEND_UNKNOWN
    }

    boolean namesTarget() {
        return Stream.of(
                        targetClientIds,
                        targetSegment,
                        targetTier,
                        targetLifecycleStage,
                        targetHealthBand)
                .anyMatch(Objects::nonNull);
    }

    /** The campaign named, for actions that require one. */
    String campaign() {
        return Objects.requireNonNull(campaignId);
    }
}
