package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.onboarding.CertificationInput.Action;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Faults of the arguments of {@code manage_certification_program}: against bounds that are not listed, and between
 * arguments.
 */
final class CertificationFaults {
    private static final int LONGEST_TEXT = 500;

    private CertificationFaults() {}

    static List<Fault> of(CertificationInput input, Set<String> unread, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        score(input, faults);
        TrainingFaults.within("validity_months", input.validityMonths(), 1, 60, faults);
        TrainingFaults.within("duration_minutes", input.durationMinutes(), 1, 480, faults);
        TrainingFaults.within("max_attempts", input.maxAttempts(), 1, 10, faults);
        TrainingFaults.within("expiring_within_days", input.expiringWithinDays(), 1, 365, faults);
        faults.addAll(TrainingFaults.twice("user_emails[%d]", input.userEmails()));
        visible("code", input.code(), faults);
        visible("name", input.name(), faults);
        visible("reason", input.reason(), faults);
        List<String> objectives = input.objectives();
        if (objectives != null) {
            for (int place = 0; place < objectives.size(); place++) {
                visible("objectives[%d]".formatted(place), objectives.get(place), faults);
            }
        }
        tracking(input, unread, today, faults);
        return faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    private static void score(CertificationInput input, List<Fault> faults) {
        BigDecimal score = input.passingScoreRate();
        if (score != null && (score.signum() < 0 || score.compareTo(BigDecimal.ONE) > 0)) {
            faults.add(
                    WrongValue.fault(
                            "passing_score_rate",
                            score.toPlainString(),
                            "a number from 0 to 1 with at most 4 decimals"));
        }
    }

    private static void tracking(
            CertificationInput input, Set<String> unread, LocalDate today, List<Fault> faults) {
        LocalDate asOf = input.asOf();
        if (asOf != null && asOf.isAfter(today)) {
            faults.add(
                    new Fault(
                            "as_of",
                            "as_of " + asOf + " is later than today",
                            today + " or before"));
        }
        if (input.action() == Action.TRACK
                && input.userEmail() != null
                && input.clientId() == null
                && !unread.contains("client_id")) {
            faults.add(
                    new Fault(
                            "client_id",
                            "user_email is a person's at a client, and client_id names none",
                            "the person's client, or no user_email"));
        }
    }

    private static void visible(String field, @Nullable String text, List<Fault> faults) {
        if (text != null && UntrustedText.of(text, LONGEST_TEXT).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }
}
