package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.communication.campaign.MailHtml;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects all faults of a mail that is to be sent. */
final class EmailFaults {
    private static final Duration SOONEST = Duration.ofMinutes(1);
    private static final Duration LATEST = Duration.ofDays(365);
    private static final String CRITERIA =
            "one of target_client_ids, target_segment, target_tier, target_lifecycle_stage,"
                    + " target_health_band";

    private final EmailInput input;
    private final MailSettings settings;
    private final List<Fault> faults = new ArrayList<>();

    private EmailFaults(EmailInput input, MailSettings settings) {
        this.input = input;
        this.settings = settings;
    }

    /** @param unread parameters that could not be read, whose faults are already reported */
    static List<Fault> of(EmailInput input, Set<String> unread, MailSettings settings, Call call) {
        if (input.action() != EmailInput.Action.SEND) {
            return List.of();
        }
        EmailFaults all = new EmailFaults(input, settings);
        if (input.campaignId() == null) {
            all.content(unread);
        } else {
            all.draft();
        }
        all.time(call);
        return all.faults;
    }

    private void content(Set<String> unread) {
        need(unread, "campaign_name", input.campaignName());
        need(unread, "template_type", input.templateType());
        need(unread, "subject_line", input.subjectLine());
        need(unread, "body_text", input.bodyText());
        text("subject_line", input.subjectLine());
        text("body_text", input.bodyText());
        text("body_html", input.bodyHtml());
        String html = input.bodyHtml();
        if (html != null) {
            MailHtml.faults(html)
                    .forEach(
                            each ->
                                    faults.add(
                                            new Fault(
                                                    "body_html",
                                                    each,
                                                    "plain HTML of mails: text, links, tables,"
                                                            + " images")));
        }
        faults.addAll(SenderFaults.of("sender_email", input.senderEmail(), settings));
        if (!input.namesTarget() && hasRead(unread, "target_")) {
            faults.add(
                    new Fault(
                            "target_client_ids",
                            "The mail is for nobody yet; send " + CRITERIA,
                            CRITERIA));
        }
        boolean byRole = input.recipientScope() == RecipientScope.BY_ROLE;
        if (byRole == (input.recipientRoles() == null)
                && hasRead(unread, "recipient_roles")
                && !unread.contains("recipient_scope")) {
            faults.add(
                    new Fault(
                            "recipient_roles",
                            byRole
                                    ? "recipient_scope by_role needs recipient_roles; send one role"
                                            + " at least"
                                    : "recipient_roles are read with recipient_scope by_role only;"
                                            + " send that, or leave them out",
                            byRole ? "one role at least" : "recipient_scope by_role"));
        }
    }

    /** Whether everything under {@code start} was read; for a list, the unread part is one of its items. */
    private static boolean hasRead(Set<String> unread, String start) {
        return unread.stream().noneMatch(each -> each.startsWith(start));
    }

    private void draft() {
        boolean isChanged =
                input.campaignName() != null
                        || input.templateType() != null
                        || input.subjectLine() != null
                        || input.bodyText() != null
                        || input.bodyHtml() != null
                        || input.senderEmail() != null
                        || input.recipientRoles() != null
                        || input.recipientScope() != RecipientScope.PRIMARY
                        || input.includeInactive()
                        || input.namesTarget();
        if (isChanged) {
            faults.add(
                    new Fault(
                            "campaign_id",
                            "A stored draft is sent as it is; send campaign_id alone, or leave it"
                                    + " out for another mail",
                            "campaign_id alone, or the call without it"));
        }
    }

    /** Checks the time; a repeated call gets its earlier answer even if its time has come meanwhile. */
    private void time(Call call) {
        Instant now = call.now();
        Instant at = input.scheduledSendTime();
        if (at != null
                && (at.isBefore(now.plus(SOONEST)) || at.isAfter(now.plus(LATEST)))
                && !call.isRepeated()) {
            faults.add(
                    new Fault(
                            "scheduled_send_time",
                            "scheduled_send_time has to be 1 minute to 365 days after now, which"
                                    + " is "
                                    + now
                                    + "; leave it out to send now",
                            "a time of these, or none for now"));
        }
    }

    private void need(Set<String> unread, String field, @Nullable Object value) {
        if (value == null && !unread.contains(field)) {
            faults.add(
                    new Fault(
                            field,
                            field
                                    + " is needed to send a mail; send it, or campaign_id of a"
                                    + " stored draft",
                            field + ", or campaign_id of a stored draft"));
        }
    }

    private void text(String field, @Nullable String text) {
        if (text == null) {
            return;
        }
        faults.addAll(TextFaults.of(field, text));
    }
}
