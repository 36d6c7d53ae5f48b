package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.CertificateLevel;

import java.util.List;
import java.util.Optional;

/**
 * A session as it stands after a write.
 *
 * @param attendees in the order of their addresses
 * @param newlyEligible people whom these results made eligible for a certificate
 * @param invitations present where mail was asked for
 * @param cancelledMailCount invitations that were cancelled
 */
public record SessionReport(
        TrainingSession session,
        TrainingModule module,
        List<Attendee> attendees,
        List<Eligible> newlyEligible,
        Optional<Invitations> invitations,
        int cancelledMailCount) {
    public SessionReport {
        attendees = List.copyOf(attendees);
        newlyEligible = List.copyOf(newlyEligible);
    }

    /** Someone who may now get a certificate. */
    public record Eligible(String email, CertificateLevel level) {}
}
