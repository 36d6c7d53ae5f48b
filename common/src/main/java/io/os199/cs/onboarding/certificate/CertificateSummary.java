package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * How far the people of a client, or of all clients, are certified.
 *
 * @param clientCount for all clients
 * @param certifiedRate certified contacts over contacts; absent without contacts
 */
public record CertificateSummary(
        @Nullable Integer clientCount,
        int contactCount,
        int certifiedContactCount,
        @Nullable BigDecimal certifiedRate,
        int certifiedOutsideContactsCount,
        ByLevel activeCountByLevel,
        int expiringCount,
        int expiredCount,
        int revokedCount) {
    /** Valid certificates by level. */
    public record ByLevel(int basic, int intermediate, int advanced, int expert) {}

    /** Returns the counts as shown. */
    public static CertificateSummary of(@Nullable Integer clientCount, CertificateCounts counts) {
        return new CertificateSummary(
                clientCount,
                counts.contactCount(),
                counts.certifiedContactCount(),
                counts.certifiedRate(),
                counts.certifiedOutsideContactsCount(),
                new ByLevel(
                        counts.basicCount(),
                        counts.intermediateCount(),
                        counts.advancedCount(),
                        counts.expertCount()),
                counts.expiringCount(),
                counts.expiredCount(),
                counts.revokedCount());
    }
}
