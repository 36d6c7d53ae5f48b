package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.onboarding.TrainingInput.Action;
import io.os199.cs.api.tools.onboarding.TrainingInput.Result;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds faults between arguments of the training tools, without naming anybody. */
final class TrainingFaults {
    private static final int SHORTEST = 15;
    private static final int LONGEST = 480;

    private TrainingFaults() {}

    static List<Fault> of(TrainingInput input, Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        boolean hasSentNone = unread.stream().noneMatch(each -> each.startsWith("results"));
        if (input.action() == Action.RECORD
                && input.results() == null
                && hasSentNone
                && !input.close()) {
            faults.add(
                    new Fault(
                            "results",
                            "results is required by action record; it has none and close is false",
                            "results, or close true"));
        }
        within("duration_minutes", input.durationMinutes(), SHORTEST, LONGEST, faults);
        faults.addAll(twice("attendee_emails[%d]", input.attendeeEmails()));
        List<Result> results = input.results();
        if (results != null) {
            faults.addAll(twice("results[%d].email", results.stream().map(Result::email).toList()));
            for (int place = 0; place < results.size(); place++) {
                Result result = results.get(place);
                String row = "results[%d]".formatted(place);
                within(row + ".attended_minutes", result.attendedMinutes(), 0, LONGEST, faults);
                BigDecimal score = result.scoreRate();
                if (score != null && (score.signum() < 0 || score.compareTo(BigDecimal.ONE) > 0)) {
                    faults.add(
                            WrongValue.fault(
                                    row + ".score_rate",
                                    score.toPlainString(),
                                    "a number from 0 to 1 with at most 4 decimals"));
                }
                absent(row, result, faults);
            }
        }
        return faults;
    }

    /** Finds addresses that appear more than once, whatever their case. */
    static List<Fault> twice(String path, @Nullable List<String> emails) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Integer> first = new HashMap<>();
        if (emails != null) {
            for (int place = 0; place < emails.size(); place++) {
                Integer before = first.putIfAbsent(TrainingInput.address(emails.get(place)), place);
                if (before != null) {
                    faults.add(
                            new Fault(
                                    path.formatted(place),
                                    "%s is the same address as %s"
                                            .formatted(
                                                    path.formatted(place), path.formatted(before)),
                                    "each address once"));
                }
            }
        }
        return faults;
    }

    /** Checks bounds that are not listed with the tool. */
    static void within(
            String field, @Nullable Integer sent, int least, int most, List<Fault> faults) {
        if (sent != null && (sent < least || sent > most)) {
            faults.add(
                    WrongValue.fault(
                            field,
                            Integer.toString(sent),
                            "a whole number from %d to %d".formatted(least, most)));
        }
    }

    private static void absent(String row, Result result, List<Fault> faults) {
        if (result.attended()) {
            return;
        }
        boolean hasMore =
                result.scoreRate() != null
                        || result.attendedMinutes() != null
                        || result.feedbackRating() != null;
        if (hasMore) {
            faults.add(
                    new Fault(
                            row,
                            row + " did not attend and has minutes, a score or a rating",
                            "attended true, or email and attended alone"));
        }
    }
}
