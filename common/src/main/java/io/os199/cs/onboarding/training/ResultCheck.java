package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.Attempts;
import io.os199.cs.onboarding.model.Attendance;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks the results of a session against what is known of its people: {@code training-1}. Either all of them count
 * or none.
 */
final class ResultCheck {
    private final TrainingSession session;
    private final TrainingModule module;
    private final Map<String, TrainingModule> prerequisites;
    private final Map<String, Attendee> attendees;
    private final Map<String, Learner> learners;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<NewAttempt> attempts = new ArrayList<>();

    /**
     * @param prerequisites of the module, by their ids
     * @param attendees those who were invited or attended, by their addresses
     * @param learners the people in the results, by their addresses
     */
    ResultCheck(
            TrainingSession session,
            TrainingModule module,
            Map<String, TrainingModule> prerequisites,
            Map<String, Attendee> attendees,
            Map<String, Learner> learners,
            Instant now) {
        this.session = session;
        this.module = module;
        this.prerequisites = prerequisites;
        this.attendees = attendees;
        this.learners = learners;
        this.now = now;
    }

    /** An attempt as stored. */
    record NewAttempt(String email, int attempt, @Nullable BigDecimal scoreRate, boolean passed) {}

    /** The reason a result is rejected; the most serious kind determines the refusal. */
    private record Problem(Code code, Fault fault) {}

    /** Returns the attempts that the results make, or a refusal that lists every bad row. */
    Answer<List<NewAttempt>> of(List<SessionResult> results) {
        for (int place = 0; place < results.size(); place++) {
            check("results[%d]".formatted(place), results.get(place));
        }
        return problems.isEmpty() ? Answer.of(attempts) : Answer.refused(refusal());
    }

    /** Returns the rows that would score someone twice, whatever else is wrong with them. */
    List<String> scoredTwice(List<SessionResult> results) {
        List<String> found = new ArrayList<>();
        for (int place = 0; place < results.size(); place++) {
            Attendee attendee = attendees.get(results.get(place).email());
            if (attendee != null && attendee.attempt() != null) {
                found.add("results[%d] already has a score for this session".formatted(place));
            }
        }
        return found;
    }

    private void check(String row, SessionResult result) {
        Attendee attendee = attendees.get(result.email());
        if (!result.attended()) {
            absent(row, attendee);
            return;
        }
        if (result.scoreRate() != null && !module.isAssessed()) {
            add(
                    Code.INVALID_ARGUMENT,
                    row + ".score_rate",
                    row + " has a score, and the module has no assessment",
                    "no score_rate; having attended is enough");
            return;
        }
        if (attendee != null && attendee.attempt() != null) {
            again(row, result);
        } else if (result.scoreRate() != null || !module.isAssessed()) {
            attempt(row, result);
        }
    }

    private void absent(String row, @Nullable Attendee attendee) {
        if (attendee == null) {
            add(
                    Code.INVALID_ARGUMENT,
                    row + ".attended",
                    row + " was not invited and did not attend",
                    "attended true, or the row left out");
        } else if (attendee.attendance() == Attendance.ATTENDED) {
            add(
                    Code.FAILED_PRECONDITION,
                    row + ".attended",
                    row + " is recorded as attended, which does not go back to absent",
                    "attended true, or the row left out");
        }
    }

    /** Checks a result of someone who already has an attempt here: only minutes and a rating may be added. */
    private void again(String row, SessionResult result) {
        if (result.scoreRate() != null) {
            add(
                    Code.CONFLICT,
                    row + ".score_rate",
                    row + " already has a score for this session",
                    "the row left out");
        } else if (result.attendedMinutes() == null && result.feedbackRating() == null) {
            add(
                    Code.CONFLICT,
                    row,
                    row + " already has a result for this session",
                    "the row left out");
        }
    }

    private void attempt(String row, SessionResult result) {
        Learner learner = learners.get(result.email());
        if (learner == null) {
            throw new IllegalStateException("a result of somebody who was not read");
        }
        Attempts before = learner.at(module.moduleId(), module.maxAttempts());
        if (module.isAssessed() && before.left() == 0) {
            add(
                    Code.FAILED_PRECONDITION,
                    row,
                    "%s has used up its attempts, %d of %d"
                            .formatted(row, before.failures(), module.maxAttempts()),
                    "the row left out, or more max_attempts for the module");
            return;
        }
        boolean passed = Attempts.passes(module.passingScoreRate(), result.scoreRate());
        List<String> missing = passed ? missing(learner) : List.of();
        if (!missing.isEmpty()) {
            add(
                    Code.FAILED_PRECONDITION,
                    row,
                    "%s would pass without having passed before: %s"
                            .formatted(row, String.join(", ", missing)),
                    "the prerequisites recorded first, or the row left out");
            return;
        }
        attempts.add(new NewAttempt(result.email(), before.next(), result.scoreRate(), passed));
    }

    /** Returns the prerequisites that this person had not passed when this attempt was completed. */
    private List<String> missing(Learner learner) {
        Instant at = session.completedAt(now);
        return module.prerequisites().stream()
                .filter(
                        id ->
                                learner.attempts().stream()
                                        .noneMatch(
                                                each ->
                                                        each.moduleId().equals(id)
                                                                && each.isPassed()
                                                                && each.completedAt() != null
                                                                && !each.completedAt().isAfter(at)))
                .map(
                        id -> {
                            TrainingModule known = prerequisites.get(id);
                            return known == null ? id : known.shownCode();
                        })
                .toList();
    }

    private void add(Code code, String field, String message, String expected) {
        problems.add(new Problem(code, new Fault(field, message, expected)));
    }

    /** Builds the refusal; problems that can be fixed in the call take precedence over those that cannot. */
    private Refusal refusal() {
        Code code = problems.stream().map(Problem::code).min(Code::compareTo).orElseThrow();
        List<Fault> faults = problems.stream().map(Problem::fault).toList();
        Fault first = faults.getFirst();
        return new Refusal(
                code,
                faults.stream().map(Fault::message).collect(Collectors.joining("; ")),
                first.field(),
                first.expected(),
                "Nothing was recorded: mend or leave out these rows and send all of them again",
                false,
                null,
                List.of(),
                faults.size() == 1 ? List.of() : faults,
                null);
    }
}
