package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What needs attention at an open renewal, as a table of rules. */
public final class RenewalAttention {
    private static final int NOTICE_NEAR_DAYS = 14;
    private static final int START_DAYS = 90;
    private static final int START_SOON_DAYS = 60;
    private static final int QUIET_DAYS = 30;
    private static final String TRACK = "track_renewals";

    private final ListedRenewal renewal;
    private final LocalDate today;
    private final List<Recommendation> found = new ArrayList<>();

    private RenewalAttention(ListedRenewal renewal, LocalDate today) {
        this.renewal = renewal;
        this.today = today;
    }

    /** Returns the recommendations in the order of the rules. */
    public static List<Recommendation> of(ListedRenewal renewal, LocalDate today) {
        if (!renewal.stage().isOpen()) {
            return List.of();
        }
        RenewalAttention rules = new RenewalAttention(renewal, today);
        rules.overdue();
        rules.notice();
        rules.start();
        rules.risk();
        rules.owner();
        rules.quiet();
        return List.copyOf(rules.found);
    }

    private void overdue() {
        if (renewal.isOverdue(today)) {
            add(
                    "N-OVERDUE",
                    "renewal_date %s is past, %d days"
                            .formatted(renewal.renewalDate(), -renewal.renewalInDays(today)),
                    "Record the outcome, or set a new renewal_date with update_client_info",
                    Priority.HIGH,
                    TRACK);
        }
    }

    private void notice() {
        LocalDate deadline = renewal.noticeDeadline();
        if (deadline == null || renewal.stage() != RenewalStage.UPCOMING) {
            return;
        }
        long left = ChronoUnit.DAYS.between(today, deadline);
        if (left >= 0 && left <= NOTICE_NEAR_DAYS) {
            add(
                    "N-NOTICE",
                    "it renews itself, notice_deadline %s, %d days left, stage upcoming"
                            .formatted(deadline, left),
                    "Talk with the customer before the notice deadline",
                    Priority.HIGH,
                    "log_activity");
        }
    }

    private void start() {
        int left = renewal.renewalInDays(today);
        if (renewal.stage() == RenewalStage.UPCOMING && left >= 0 && left <= START_DAYS) {
            add(
                    "N-START",
                    "%d days left, stage upcoming".formatted(left),
                    "Open the conversation about the renewal",
                    left <= START_SOON_DAYS ? Priority.HIGH : Priority.MEDIUM,
                    "log_activity");
        }
    }

    private void risk() {
        if (renewal.risk() == RenewalRisk.HIGH_RISK) {
            add(
                    "N-RISK",
                    "renewal_probability %.4f is below %.2f"
                            .formatted(renewal.probability(), RenewalRisk.AT_RISK_FROM),
                    "Meet the decision-maker within 7 days: the play P-RENEWAL, campaign_type"
                            + " renewal_save",
                    Priority.HIGH,
                    "execute_retention_campaign");
        }
    }

    private void owner() {
        if (renewal.owner() == null) {
            add(
                    "N-OWNER",
                    "neither the renewal nor the client has an owner",
                    "Name an owner",
                    Priority.MEDIUM,
                    TRACK);
        }
    }

    private void quiet() {
        int left = renewal.renewalInDays(today);
        LocalDate last = renewal.lastContactOn();
        boolean quiet = last == null || ChronoUnit.DAYS.between(last, today) >= QUIET_DAYS;
        if (quiet && left >= 0 && left <= START_DAYS) {
            add(
                    "N-QUIET",
                    last == null
                            ? "no two-way touch is stored, %d days left".formatted(left)
                            : "last two-way touch %s, %d days left".formatted(last, left),
                    "Set next_contact_on, and talk then",
                    Priority.MEDIUM,
                    TRACK);
        }
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        found.add(new Recommendation(ruleId, because, action, priority, tool));
    }
}
