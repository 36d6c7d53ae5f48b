package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The basis of an answer about certificates. */
public record CertificateEvidence(List<String> rules, @Nullable Integer expiringWithinDays) {
    public CertificateEvidence {
        rules = List.copyOf(rules);
    }

    /** Returns the evidence by the rules in force. */
    public static CertificateEvidence of(@Nullable Integer expiringWithinDays) {
        return new CertificateEvidence(List.of("training-1"), expiringWithinDays);
    }
}
