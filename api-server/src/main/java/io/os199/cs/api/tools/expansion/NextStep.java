package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The next step for a finding.
 *
 * @param because the values that called for it
 */
public record NextStep(String ruleId, String because, String action, Priority priority) {
    static final int RENEWAL_DAYS = 120;
    private static final BigDecimal LARGE_SHARE = new BigDecimal("0.25");

    /** Returns the step of the first rule that applies. */
    static NextStep of(Finding finding, @Nullable LocalDate renewal, LocalDate today) {
        if (finding.has("SEATS_OVER")) {
            return new NextStep(
                    "U-TRUEUP",
                    "more active users than seats",
                    "true-up talk now: use is already above entitlement",
                    Priority.HIGH);
        }
        if (isNear(renewal, today)) {
            return new NextStep(
                    "U-RENEW",
                    "renewal " + renewal,
                    "carry it into the renewal (negotiate_renewals)",
                    Priority.HIGH);
        }
        BigDecimal value = finding.valueAmount();
        BigDecimal large = finding.currentArrAmount().multiply(LARGE_SHARE);
        if (value != null && value.signum() > 0 && value.compareTo(large) >= 0) {
            return new NextStep(
                    "U-REVIEW",
                    "value %s of ARR %s"
                            .formatted(
                                    value.toPlainString(),
                                    finding.currentArrAmount().toPlainString()),
                    "executive review before proposing",
                    Priority.MEDIUM);
        }
        return new NextStep("U-CALL", "nothing more urgent", "discovery call", Priority.MEDIUM);
    }

    /** Whether a renewal is so near, or overdue, that the sale belongs in it. */
    private static boolean isNear(@Nullable LocalDate renewal, LocalDate today) {
        return renewal != null && !renewal.isAfter(today.plusDays(RENEWAL_DAYS));
    }
}
