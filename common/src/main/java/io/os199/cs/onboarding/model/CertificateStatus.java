package io.os199.cs.onboarding.model;

/** What a certificate is worth on a day. Nothing returns to active. */
public enum CertificateStatus {
    ACTIVE,
    /** Active, in its last 60 days. */
    EXPIRING,
    EXPIRED,
    SUPERSEDED,
    REVOKED;

    /** Whether its holder is certified. */
    public boolean isValid() {
        return this == ACTIVE || this == EXPIRING;
    }
}
