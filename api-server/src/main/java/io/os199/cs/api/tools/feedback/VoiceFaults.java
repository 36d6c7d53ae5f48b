package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.PeriodFaults;
import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Faults of {@code manage_voice_of_customer} arguments beyond those of single ones. */
final class VoiceFaults {
    private static final int MOST_DAYS = 366;
    private static final int LONGEST_SHOWN = 60;
    private static final int MOST_SUGGESTED = 3;

    private VoiceFaults() {}

    static List<Fault> of(VoiceInput input, Set<String> unread, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        switch (input.action()) {
            case CREATE_VOC_REPORT, TRACK_FEEDBACK_LOOP, MEASURE_PROGRAM_EFFECTIVENESS ->
                    period(input, unread, today, faults);
            case GENERATE_EXECUTIVE_SUMMARY -> summary(input, faults);
            case CLOSE_FEEDBACK_LOOP -> closing(input, unread, faults);
            case UPDATE_CUSTOMER_ROADMAP -> roadmap(input, unread, faults);
            case null -> {
                // Nothing is known about a call without an action; that it lacks one is already
                // reported.
            }
        }
        twice(input.feedbackIds(), faults);
        return faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    private static void period(
            VoiceInput input, Set<String> unread, LocalDate today, List<Fault> faults) {
        faults.addAll(AsOf.faults(input.asOf(), today));
        if (!faults.isEmpty()
                || unread.contains("as_of")
                || unread.contains("period_start")
                || unread.contains("period_end")
                || unread.contains("report_type")) {
            return;
        }
        faults.addAll(
                PeriodFaults.of(
                        input.start(today), input.end(today), input.asOf(today), MOST_DAYS));
    }

    private static void summary(VoiceInput input, List<Fault> faults) {
        if (input.reportId() == null) {
            return;
        }
        unusedBeside(input.clientId(), "client_id", faults);
        unusedBeside(input.reportType(), "report_type", faults);
        unusedBeside(input.periodStart(), "period_start", faults);
        unusedBeside(input.periodEnd(), "period_end", faults);
    }

    private static void unusedBeside(@Nullable Object sent, String field, List<Fault> faults) {
        if (sent != null) {
            faults.add(
                    new Fault(
                            field,
                            field + " looks for a report, and report_id names one",
                            "the call without " + field + ", or without report_id"));
        }
    }

    private static void closing(VoiceInput input, Set<String> unread, List<Fault> faults) {
        boolean hasNone =
                input.feedbackIds() == null
                        && input.insightId() == null
                        && input.roadmapItemId() == null;
        boolean hasSentNone =
                unread.stream()
                        .noneMatch(
                                each ->
                                        each.startsWith("feedback_ids")
                                                || each.equals("insight_id")
                                                || each.equals("roadmap_item_id"));
        if (hasNone && hasSentNone) {
            faults.add(
                    new Fault(
                            "feedback_ids",
                            "close_feedback_loop needs feedback_ids, insight_id or roadmap_item_id",
                            "the ids of the feedback, or the insight or roadmap item that it"
                                    + " belongs to"));
        }
        String message = input.messageText();
        if (input.notifies() && message == null) {
            faults.add(
                    new Fault(
                            "message_text",
                            "notify needs message_text, which the customers read",
                            "20 to 2000 characters, or notify false"));
        }
        if (!input.notifies() && message != null && !unread.contains("notify")) {
            faults.add(
                    new Fault(
                            "message_text",
                            "message_text is sent to nobody without notify",
                            "notify true, or no message_text"));
        }
        if (message != null) {
            tokens(message, faults);
            visible("message_text", message, faults);
        }
    }

    private static void tokens(String message, List<Fault> faults) {
        for (String word : MailTemplate.of(message).faults()) {
            List<String> nearest = Letters.nearest(word);
            faults.add(
                    new Fault(
                            "message_text",
                            "message_text has %s, which is no token"
                                    .formatted(UntrustedText.of(word, LONGEST_SHOWN).text()),
                            "a token {{name}} or {{name|fallback}}, one of "
                                    + String.join(", ", nearest),
                            nearest.stream()
                                    .limit(MOST_SUGGESTED)
                                    .map(each -> new Suggestion("{{" + each + "}}", null))
                                    .toList()));
        }
    }

    private static void roadmap(VoiceInput input, Set<String> unread, List<Fault> faults) {
        if (input.roadmapItemId() == null && !unread.contains("roadmap_item_id")) {
            if (input.title() == null) {
                faults.add(
                        new Fault(
                                "title",
                                "a new roadmap item needs a title",
                                "a title, or roadmap_item_id and version of an item"));
            }
            if (input.version() != null) {
                faults.add(
                        new Fault(
                                "version",
                                "version is of an item, and roadmap_item_id names none",
                                "roadmap_item_id with version, or neither for a new item"));
            }
        }
        if (input.roadmapItemId() != null) {
            if (input.version() == null) {
                faults.add(
                        new Fault(
                                "version",
                                "version is required to change an item",
                                "the version that the item had when you last saw it"));
            }
            if (changesNothing(input) && unread.isEmpty()) {
                faults.add(
                        NothingToChange.fault(
                                "roadmap_status",
                                "update_customer_roadmap",
                                "roadmap_status, title, description, target_period, publish or"
                                        + " feedback_ids"));
            }
        }
        visible("title", input.title(), faults);
        visible("description", input.description(), faults);
        visible("target_period", input.targetPeriod(), faults);
    }

    private static boolean changesNothing(VoiceInput input) {
        return input.title() == null
                && input.description() == null
                && input.roadmapStatus() == null
                && input.targetPeriod() == null
                && input.publish() == null
                && input.feedbackIds() == null;
    }

    private static void visible(String field, @Nullable String text, List<Fault> faults) {
        if (text != null && !UntrustedText.isVisible(text)) {
            faults.add(InvisibleText.fault(field));
        }
    }

    private static void twice(@Nullable List<String> ids, List<Fault> faults) {
        if (ids == null) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int place = 0; place < ids.size(); place++) {
            if (!seen.add(ids.get(place))) {
                faults.add(
                        new Fault(
                                "feedback_ids[%d]".formatted(place),
                                "feedback_ids[%d] stands there before".formatted(place),
                                "each id once"));
            }
        }
    }
}
