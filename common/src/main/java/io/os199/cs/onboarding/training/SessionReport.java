package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.CertificateLevel;

import java.util.List;
import java.util.Optional;

/**
 * A session as it stands after a write.
 *
 * @param attendees by their addresses
 * @param newlyEligible whom these results made eligible for a certificate
 * @param invitations where mail was asked for
 * @param cancelledMailCount invitations that were called back
 */
public record SessionReport(
        Session session,
        TrainingModule module,
        List<Attendee> attendees,
        List<Eligible> newlyEligible,
        Optional<Invitations> invitations,
        int cancelledMailCount) {
    public SessionReport {
        attendees = List.copyOf(attendees);
        newlyEligible = List.copyOf(newlyEligible);
    }

    /** Somebody who may get a certificate now. */
    public record Eligible(String email, CertificateLevel level) {}
}
