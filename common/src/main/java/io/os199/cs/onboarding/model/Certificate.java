package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A certificate of one person.
 *
 * @param programVersion the version under which it was issued
 * @param expiresOn the first day on which it is no longer valid
 * @param supersededOn when the certificate that renewed it was issued
 */
public record Certificate(
        String certificationId,
        CertificateLevel level,
        int programVersion,
        LocalDate issuedOn,
        LocalDate expiresOn,
        @Nullable LocalDate revokedOn,
        @Nullable LocalDate supersededOn) {
    /** The days before its end from which a certificate counts as expiring and may be renewed. */
    public static final int RENEWAL_DAYS = 60;

    /** Returns its status on a day that is not before it was issued. */
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

    /** Whether it certifies its holder on a day. */
    public boolean isValid(LocalDate asOf) {
        return !issuedOn.isAfter(asOf) && status(asOf).isValid();
    }

    /** Returns the first day on which it may be renewed. */
    public LocalDate renewableFrom() {
        return expiresOn.minusDays(RENEWAL_DAYS);
    }
}
