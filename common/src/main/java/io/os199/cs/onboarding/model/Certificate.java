package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A certificate of one person.
 *
 * @param programVersion under which it was issued
 * @param expiresOn the first day on which it is valid no more
 * @param supersededOn when the one that renewed it was issued
 */
public record Certificate(
        String certificationId,
        CertificateLevel level,
        int programVersion,
        LocalDate issuedOn,
        LocalDate expiresOn,
        @Nullable LocalDate revokedOn,
        @Nullable LocalDate supersededOn) {
    /** How long before its end a certificate is expiring, and may be renewed. */
    public static final int RENEWAL_DAYS = 60;

    /** What it is worth on a day that is not before it was issued. */
    public CertificateStatus status(LocalDate asOf) {
        if (revokedOn != null && !revokedOn.isAfter(asOf)) {
            return CertificateStatus.REVOKED;
        }
        if (supersededOn != null && !supersededOn.isAfter(asOf)) {
            return CertificateStatus.SUPERSEDED;
        }
        if (!asOf.isBefore(expiresOn)) {
            return CertificateStatus.EXPIRED;
        }
        return asOf.isBefore(renewableFrom())
                ? CertificateStatus.ACTIVE
                : CertificateStatus.EXPIRING;
    }

    /** Whether its holder is certified by it on a day. */
    public boolean isValid(LocalDate asOf) {
        return !issuedOn.isAfter(asOf) && status(asOf).isValid();
    }

    /** The first day on which it may be renewed. */
    public LocalDate renewableFrom() {
        return expiresOn.minusDays(RENEWAL_DAYS);
    }
}
