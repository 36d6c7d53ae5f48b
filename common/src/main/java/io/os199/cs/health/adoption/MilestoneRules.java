package io.os199.cs.health.adoption;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The declared table of recommendations about milestones, for one client and, with its counts, for the portfolio. */
public final class MilestoneRules {
    static final String TEAM = "team_onboarded";
    static final String REVIEW = "value_reviewed";
    private static final int NEAR_DAYS = 14;

    private MilestoneRules() {}

    static boolean isNextDue(MilestoneBoard board) {
        LocalDate near = board.asOf().plusDays(NEAR_DAYS);
        return board.next().filter(state -> !state.dueOn().isAfter(near)).isPresent();
    }

    /** Returns the recommendations by priority, then in the order of the table. */
    public static List<Recommendation> apply(MilestoneBoard board, boolean celebrates) {
        List<Recommendation> found = new ArrayList<>();
        board.stuckAt()
                .ifPresent(
                        state ->
                                found.add(
                                        stuck(
                                                "%s, current_value %d, needed_value %d, due_on %s"
                                                        .formatted(
                                                                key(state),
                                                                state.row().currentValue(),
                                                                state.row().neededValue(),
                                                                state.dueOn()))));
        if (board.isOverdue(TEAM)) {
            found.add(train(overdue(board, TEAM)));
        }
        if (isNextDue(board)) {
            board.next().ifPresent(state -> found.add(next(key(state) + " due " + state.dueOn())));
        }
        if (board.isOverdue(REVIEW)) {
            found.add(review(overdue(board, REVIEW)));
        }
        if (celebrates) {
            for (MilestoneState state : board.celebrations()) {
                found.add(celebrate(key(state) + " reached on " + state.achievedOn()));
            }
        }
        if (board.pace() == Pace.AHEAD) {
            found.add(advocate("%d milestones reached, ahead".formatted(board.achievedCount())));
        }
        return List.copyOf(found);
    }

    static List<Recommendation> apply(MilestoneTally tally, boolean celebrates) {
        List<Recommendation> found = new ArrayList<>();
        if (tally.count(Pace.STUCK) > 0) {
            found.add(stuck(clients(tally.count(Pace.STUCK), "are stuck")));
        }
        if (tally.trainCount() > 0) {
            found.add(train(clients(tally.trainCount(), "have " + TEAM + " overdue")));
        }
        if (tally.nextDueCount() > 0) {
            found.add(next(clients(tally.nextDueCount(), "have a milestone due within 14 days")));
        }
        if (tally.reviewCount() > 0) {
            found.add(review(clients(tally.reviewCount(), "have " + REVIEW + " overdue")));
        }
        if (celebrates && tally.celebrationCount() > 0) {
            found.add(celebrate(tally.celebrationCount() + " reached in the last 14 days"));
        }
        if (tally.count(Pace.AHEAD) > 0) {
            found.add(advocate(clients(tally.count(Pace.AHEAD), "are ahead")));
        }
        return List.copyOf(found);
    }

    private static String clients(int count, String what) {
        return "%d clients %s".formatted(count, what);
    }

    private static String key(MilestoneState state) {
        return state.milestone().milestoneKey();
    }

    private static String overdue(MilestoneBoard board, String key) {
        return board.states().stream()
                .filter(state -> key(state).equals(key))
                .map(state -> key + " overdue by " + state.lateDays() + " days")
                .findFirst()
                .orElse(key);
    }

    private static Recommendation stuck(String because) {
        return new Recommendation(
                "AM_STUCK",
                because,
                "Unblock it with the client's sponsor",
                Priority.HIGH,
                "log_activity");
    }

    private static Recommendation train(String because) {
        return new Recommendation(
                "AM_TRAIN", because, "Train the team", Priority.HIGH, "deliver_training_session");
    }

    private static Recommendation next(String because) {
        return new Recommendation(
                "AM_NEXT_DUE",
                because,
                "Steer the next call at it",
                Priority.MEDIUM,
                "log_activity");
    }

    private static Recommendation review(String because) {
        return new Recommendation(
                "AM_REVIEW",
                because,
                "Review the value together",
                Priority.MEDIUM,
                "conduct_executive_review");
    }

    private static Recommendation celebrate(String because) {
        return new Recommendation(
                "AM_CELEBRATE",
                because,
                "Congratulate; nothing is sent from here",
                Priority.LOW,
                "send_personalized_email");
    }

    private static Recommendation advocate(String because) {
        return new Recommendation(
                "AM_ADVOCATE",
                because,
                "Ask for a reference",
                Priority.LOW,
                "manage_advocacy_program");
    }
}
