package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Faults of {@code collect_feedback} arguments that are each valid on their own. */
final class CollectFaults {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final CollectFeedback.Input input;
    private final Set<String> unread;
    private final List<Fault> faults = new ArrayList<>();

    private CollectFaults(CollectFeedback.Input input, Set<String> unread) {
        this.input = input;
        this.unread = unread;
    }

    static List<Fault> of(CollectFeedback.Input input, Set<String> unread, Instant now) {
        CollectFaults found = new CollectFaults(input, unread);
        if (!unread.contains("feedback_type")) {
            found.score();
            found.needed();
        }
        found.visible();
        found.language();
        found.received(now);
        return found.faults;
    }

    private void score() {
        FeedbackType type = input.feedbackType();
        String word = WireName.of(type);
        Integer score = input.score();
        if (type.scale().isEmpty()) {
            if (score != null) {
                add("score", "score is of surveys, and %s is none".formatted(word), "no score");
            }
            if (input.surveyId() != null) {
                add(
                        "survey_id",
                        "survey_id is of surveys, and %s is none".formatted(word),
                        "no survey_id");
            }
            return;
        }
        FeedbackType.Scale scale = type.scale().get();
        if (score == null && !unread.contains("score")) {
            add("score", "%s needs a score %s".formatted(word, scale), scale.toString());
        } else if (score != null && !scale.holds(score)) {
            add(
                    "score",
                    "score %d is out of scale; %s has a score %s".formatted(score, word, scale),
                    scale.toString());
        }
    }

    private void needed() {
        if (input.feedbackType().isSurvey()) {
            return;
        }
        String word = WireName.of(input.feedbackType());
        needed("title", input.title(), word, "what it is about in a line");
        needed("content", input.content(), word, "what the person said");
        needed("category", input.category(), word, "what it is about, of the list");
    }

    private void needed(String field, @Nullable Object value, String type, String expected) {
        if (value == null && !unread.contains(field)) {
            add(field, "%s needs %s; send %s".formatted(type, field, expected), expected);
        }
    }

    private void visible() {
        visible("title", input.title());
        visible("content", input.content());
        visible("submitter_name", input.submitterName());
        visible("subcategory", input.subcategory());
        visible("source_ref", input.sourceRef());
    }

    private void visible(String field, @Nullable String text) {
        if (text != null
                && UntrustedText.of(text, CollectFeedback.LONGEST_CONTENT).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    private void language() {
        String tag = input.language();
        if (tag == null) {
            return;
        }
        try {
            new Locale.Builder().setLanguageTag(tag.replace('_', '-'));
        } catch (IllformedLocaleException e) {
            add("language", "language is no BCP 47 tag", "a tag like en, en-GB or fr");
        }
    }

    private void received(Instant now) {
        Instant at = input.receivedAt();
        if (at != null && (at.isBefore(EARLIEST) || at.isAfter(now))) {
            add(
                    "received_at",
                    "received_at %s has to lie between 2000 and now, %s".formatted(at, now),
                    "an instant from %s to %s".formatted(EARLIEST, now));
        }
    }

    private void add(String field, String message, String expected) {
        faults.add(new Fault(field, message, expected));
    }
}
