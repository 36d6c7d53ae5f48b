package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tools.communication.NewsletterInput.Action;
import io.os199.cs.api.tools.communication.NewsletterInput.Section;
import io.os199.cs.api.tools.communication.NewsletterInput.SubscriptionAction;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.SectionText;
import io.os199.cs.communication.model.WebLink;
import io.os199.cs.communication.newsletter.EditionWriting;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.Beginning;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Collects all faults of a newsletter and its parameters. */
final class NewsletterFaults {
    private static final Duration LATEST = Duration.ofDays(365);
    private static final int LAST_NUMBER = 9_999;
    private static final int LONGEST_SHOWN = 80;

    private final NewsletterInput input;
    private final Set<String> unread;
    private final List<Fault> faults = new ArrayList<>();

    private NewsletterFaults(NewsletterInput input, Set<String> unread) {
        this.input = input;
        this.unread = unread;
    }

    /** @param unread parameters that could not be read, whose faults are already reported */
    static List<Fault> of(NewsletterInput input, Set<String> unread, Call call) {
        NewsletterFaults all = new NewsletterFaults(input, unread);
        all.texts();
        if (input.action() == Action.UPDATE_NEWSLETTER && unread.isEmpty()) {
            all.somethingToChange();
        }
        all.time(call);
        all.subscription();
        return all.faults;
    }

    private void texts() {
        Integer number = input.editionNumber();
        if (number != null && number > LAST_NUMBER) {
            add(
                    "edition_number",
                    "edition_number is 1 to 9999; send a smaller number, or none",
                    "a smaller number, or none");
        }
        String name = input.newsletterName();
        if (name != null) {
            if (name.isBlank()) {
                add("newsletter_name", "newsletter_name is blank; send words", "words");
            }
            if (name.contains("{{")) {
                add(
                        "newsletter_name",
                        "the name of a series is the same for every reader: it holds no token",
                        "a name without {{");
            }
        }
        text("subject_line", input.subjectLine());
        String previewText = input.previewText();
        if (previewText != null) {
            faults.addAll(TextFaults.ofTokens("preview_text", previewText));
            if (faults.isEmpty() && unread.isEmpty()) {
                fallbacks("preview_text", previewText, List.of());
            }
        }
        List<Section> sections = input.sections();
        if (sections != null) {
            for (int i = 0; i < sections.size(); i++) {
                section("sections[" + i + "].", sections.get(i));
            }
        }
    }

    private void section(String path, Section section) {
        if (section.title() == null && !unread.contains(path + "title")) {
            add(path + "title", "a section needs its title", "words");
        }
        text(path + "title", section.title());
        String content = section.content();
        if (content != null) {
            faults.addAll(TextFaults.ofTokens(path + "content", content));
            for (String address : SectionText.badAddresses(content)) {
                add(
                        path + "content",
                        "a link leads to an https address, and %s is none"
                                .formatted(shown(address)),
                        "[label](https://…), with brackets in an address as %28 and %29");
            }
        }
        text(path + "link_text", section.linkText());
        String linkUrl = section.linkUrl();
        if (linkUrl != null && !WebLink.isSafe(linkUrl)) {
            add(
                    path + "link_url",
                    "%s is no https address".formatted(shown(linkUrl)),
                    "https://…, without blanks, quotes and brackets");
        }
        if (linkUrl == null && section.linkText() != null) {
            add(path + "link_text", "a text of a link without the link", "link_url beside it");
        }
        if (faults.isEmpty() && unread.isEmpty()) {
            fallbacks(path + "content", null, List.of(section.toSection()));
        }
    }

    /** Checks fallbacks in HTML, where some characters take more room and a fallback may have at most 80. */
    private void fallbacks(
            String field, @Nullable String previewText, List<NewsletterSection> sections) {
        MailTexts texts =
                EditionWriting.texts(
                        new EditionWriting.Content("n", "s", previewText, sections), Locale.UK);
        for (String fault : texts.faults()) {
            add(
                    field,
                    "in HTML this is no token: " + fault,
                    "a shorter fallback, since & < > and quotes are written longer there");
        }
    }

    private static String shown(String address) {
        return Beginning.marked(address, LONGEST_SHOWN);
    }

    private void somethingToChange() {
        if (input.subjectLine() == null
                && input.previewText() == null
                && input.sections() == null
                && input.targetTiers() == null
                && input.excludeClientIds() == null
                && input.recurrencePattern() == null) {
            add(
                    "action",
                    "update_newsletter without anything to change",
                    "subject_line, preview_text, sections, target_tiers, exclude_client_ids or"
                            + " recurrence_pattern");
        }
    }

    /** Checks the time; a repeated call gets its earlier answer even if its time has come meanwhile. */
    private void time(Call call) {
        Instant now = call.now();
        Instant at = input.scheduledSend();
        if (at != null
                && (!at.isAfter(now) || at.isAfter(now.plus(LATEST)))
                && !call.isRepeated()) {
            add(
                    "scheduled_send",
                    "scheduled_send has to be after now, which is " + now + ", and within 365 days",
                    "a later time");
        }
    }

    private void subscription() {
        if (input.action() != Action.MANAGE_SUBSCRIPTIONS
                || unread.contains("subscription_action")) {
            return;
        }
        boolean subscribes = input.subscriptionAction() == SubscriptionAction.SUBSCRIBE;
        String source = input.consentSource();
        if (subscribes && source == null && !unread.contains("consent_source")) {
            add(
                    "consent_source",
                    "nobody is subscribed without a word on where they agreed",
                    "consent_source, for example webinar sign-up form of 2026-05-04");
        }
        if (source != null && source.isBlank()) {
            add(
                    "consent_source",
                    "consent_source is blank; send where the person agreed",
                    "where the person agreed");
        }
        if (!subscribes && source != null) {
            add(
                    "consent_source",
                    "consent_source is read with subscription_action subscribe only",
                    "the call without it");
        }
        if (input.subscriptionAction() == SubscriptionAction.GET_STATUS
                && (input.confirmationToken() != null || input.dryRun())) {
            add(
                    "subscription_action",
                    "get_status changes nothing that could be confirmed; leave out"
                            + " confirmation_token and dry_run",
                    "subscribe or unsubscribe");
        }
    }

    private void text(String field, @Nullable String text) {
        if (text != null) {
            faults.addAll(TextFaults.of(field, text));
        }
    }

    private void add(String field, String message, String expected) {
        faults.add(new Fault(field, message, expected));
    }
}
