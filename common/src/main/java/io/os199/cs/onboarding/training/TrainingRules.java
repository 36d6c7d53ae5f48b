package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.util.ArrayList;
import java.util.List;

/** Recommends what to do after a session: the rules TRN-1 to TRN-5. */
public final class TrainingRules {
    private static final String CERTIFICATES = "manage_certification_program";
    private static final int ENOUGH = 3;

    private TrainingRules() {}

    /** Returns those that apply, in the order of the rules. */
    public static List<Recommendation> of(SessionReport report, SessionFigures figures) {
        List<Recommendation> found = new ArrayList<>();
        boolean isClosed = report.session().status() == SessionStatus.DELIVERED;
        if (isClosed && isBelow(figures.attendedCount(), figures.invitedCount(), 80)) {
            found.add(
                    new Recommendation(
                            "TRN-1",
                            "attendance_rate %s, %d of %d attended"
                                    .formatted(
                                            figures.attendanceRate(),
                                            figures.attendedCount(),
                                            figures.invitedCount()),
                            "Offer a second session to the %d who were absent"
                                    .formatted(figures.absentCount()),
                            Priority.MEDIUM,
                            TrainingSessions.TOOL));
        }
        if (figures.assessedCount() >= ENOUGH
                && isBelow(figures.passedCount(), figures.assessedCount(), 85)) {
            found.add(
                    new Recommendation(
                            "TRN-2",
                            "pass_rate %s, %d of %d assessed passed"
                                    .formatted(
                                            figures.passRate(),
                                            figures.passedCount(),
                                            figures.assessedCount()),
                            "Review the objectives that were failed, and give office hours",
                            Priority.MEDIUM,
                            TrainingSessions.TOOL));
        }
        if (figures.feedbackCount() >= ENOUGH && isRatedBelowFour(report)) {
            found.add(
                    new Recommendation(
                            "TRN-3",
                            "mean_feedback_rating %s of %d ratings"
                                    .formatted(
                                            figures.meanFeedbackRating(), figures.feedbackCount()),
                            "Ask what was missing",
                            Priority.LOW,
                            "log_activity"));
        }
        long stuck =
                report.module().isAssessed()
                        ? report.attendees().stream()
                                .filter(
                                        each ->
                                                each.attempts().left() == 0
                                                        && !each.attempts().hasPass())
                                .count()
                        : 0;
        if (stuck > 0) {
            found.add(
                    new Recommendation(
                            "TRN-4",
                            "%d without a pass and with attempts_left 0 of %d"
                                    .formatted(stuck, report.module().maxAttempts()),
                            "Hold a one-on-one session; define_module with more max_attempts if"
                                    + " that is justified",
                            Priority.HIGH,
                            CERTIFICATES));
        }
        if (!report.newlyEligible().isEmpty()) {
            found.add(
                    new Recommendation(
                            "TRN-5",
                            "newly_eligible %d".formatted(report.newlyEligible().size()),
                            "Issue the certificates with manage_certification_program, action"
                                    + " issue",
                            Priority.LOW,
                            CERTIFICATES));
        }
        return found;
    }

    private static boolean isBelow(int part, int whole, int percent) {
        return whole > 0 && 100L * part < (long) percent * whole;
    }

    /** Compares the sum of the ratings, since the mean is rounded. */
    private static boolean isRatedBelowFour(SessionReport report) {
        int sum = 0;
        int count = 0;
        for (Attendee each : report.attendees()) {
            Integer rating = each.feedbackRating();
            if (rating != null) {
                sum += rating;
                count++;
            }
        }
        return sum < 4 * count;
    }
}
