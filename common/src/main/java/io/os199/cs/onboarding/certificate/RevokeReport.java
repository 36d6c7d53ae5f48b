package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.Certificate;

import java.util.List;

/**
 * A certificate that was revoked.
 *
 * @param dependents the same person's valid certificates of higher levels, which stay
 */
public record RevokeReport(String email, Certificate certificate, List<Certificate> dependents) {
    public RevokeReport {
        dependents = List.copyOf(dependents);
    }
}
