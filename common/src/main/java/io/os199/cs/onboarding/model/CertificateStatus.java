package io.os199.cs.onboarding.model;

/** The status of a certificate on a day. None returns to active. */
public enum CertificateStatus {
    ACTIVE,
    /** Valid, in its last 60 days. */
    EXPIRING,
    EXPIRED,
    SUPERSEDED,
    REVOKED;

    /** Whether its holder is certified. */
    public boolean isValid() {
        return this == ACTIVE || this == EXPIRING;
    }
}
