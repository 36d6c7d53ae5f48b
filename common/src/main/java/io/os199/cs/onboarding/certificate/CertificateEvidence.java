package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an answer about certificates rests on. */
public record CertificateEvidence(List<String> rules, @Nullable Integer expiringWithinDays) {
    public CertificateEvidence {
        rules = List.copyOf(rules);
    }

    /** By the rules in force. */
    public static CertificateEvidence of(@Nullable Integer expiringWithinDays) {
        return new CertificateEvidence(List.of("training-1"), expiringWithinDays);
    }
}
