package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** That an escalation deserves more than its severity, and why. Nothing applies it by itself. */
public record SeveritySuggestion(Severity severity, Because because) {
    private static final int RENEWAL_NEAR_DAYS = 90;
    private static final BigDecimal UNHEALTHY = BigDecimal.valueOf(60);

    /** What speaks for it: the tier, or a renewal that is near at a health that is low, or all of them. */
    public record Because(
            @Nullable Tier tier,
            @Nullable Integer renewalInDays,
            @Nullable BigDecimal healthScore) {}

    /** One level up, for an unsolved one of medium or lower. */
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
