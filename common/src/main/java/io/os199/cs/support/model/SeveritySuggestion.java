package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A suggestion that an escalation deserves a higher severity, with the reasons. Nothing applies it automatically. */
public record SeveritySuggestion(Severity severity, Because because) {
    private static final int RENEWAL_NEAR_DAYS = 90;
    private static final BigDecimal UNHEALTHY = BigDecimal.valueOf(60);

    /** The reasons: the tier, or a renewal that is near while health is low, or both. */
    public record Because(
            @Nullable Tier tier,
            @Nullable Integer renewalInDays,
            @Nullable BigDecimal healthScore) {}

    /** Suggests one level up for an unsolved escalation of medium or lower, if there is a reason. */
    public static Optional<SeveritySuggestion> of(Escalation escalation, LocalDate today) {
        if (escalation.status().isDone() || escalation.severity().compareTo(Severity.MEDIUM) < 0) {
            return Optional.empty();
        }
        boolean isEnterprise = escalation.tier() == Tier.ENTERPRISE;
        LocalDate renewal = escalation.renewalDate();
        BigDecimal health = escalation.healthScore();
        boolean isShaky =
                renewal != null
                        && !renewal.isAfter(today.plusDays(RENEWAL_NEAR_DAYS))
                        && health != null
                        && health.compareTo(UNHEALTHY) < 0;
        if (!isEnterprise && !isShaky) {
            return Optional.empty();
        }
        Severity up = escalation.severity() == Severity.LOW ? Severity.MEDIUM : Severity.HIGH;
        return Optional.of(
                new SeveritySuggestion(
                        up,
                        new Because(
                                isEnterprise ? Tier.ENTERPRISE : null,
                                isShaky && renewal != null
                                        ? (int) ChronoUnit.DAYS.between(today, renewal)
                                        : null,
                                isShaky ? health : null)));
    }
}
