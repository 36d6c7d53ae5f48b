package io.os199.cs.onboarding.certificate;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Recommendations about who is certified: the rules CERT-1 to CERT-4. */
public final class CertificateRules {
    private static final String TRAINING = "deliver_training_session";
    private static final int ENOUGH_CONTACTS = 5;

    private CertificateRules() {}

    /** Whether there are enough contacts and fewer than half of them are certified. */
    public static boolean isThin(CertificateCounts counts) {
        return counts.contactCount() >= ENOUGH_CONTACTS
                && 2 * counts.certifiedContactCount() < counts.contactCount();
    }

    /**
     * Returns the recommendations that apply, in their order.
     *
     * @param hasBasic whether the level basic is on offer
     * @param oneModuleShort people who lack one module of basic; absent when that was not counted
     */
    public static List<Recommendation> of(
            CertificateCounts counts, boolean hasBasic, @Nullable Integer oneModuleShort) {
        List<Recommendation> found = new ArrayList<>();
        if (isThin(counts)) {
            found.add(
                    new Recommendation(
                            "CERT-1",
                            "certified_rate %s, %d of %d contacts"
                                    .formatted(
                                            counts.certifiedRate(),
                                            counts.certifiedContactCount(),
                                            counts.contactCount()),
                            hasBasic
                                    ? invite(oneModuleShort)
                                    : "Say with action create which modules basic needs",
                            Priority.MEDIUM,
                            hasBasic ? TRAINING : Certificates.TOOL));
        }
        if (counts.expiringCount() > 0) {
            found.add(
                    new Recommendation(
                            "CERT-2",
                            "expiring_count %d, the first on %s"
                                    .formatted(counts.expiringCount(), counts.firstExpiryOn()),
                            "Schedule refreshers before " + counts.firstExpiryOn(),
                            Priority.MEDIUM,
                            TRAINING));
        }
        if (counts.lapsedCount() > 0) {
            found.add(
                    new Recommendation(
                            "CERT-3",
                            "prerequisite_lapsed of %d certificates"
                                    .formatted(counts.lapsedCount()),
                            "Renew the lower level",
                            Priority.MEDIUM,
                            Certificates.TOOL));
        }
        if (counts.uncertifiedAdminCount() > 0) {
            found.add(
                    new Recommendation(
                            "CERT-4",
                            "%d contacts in the role admin without a valid certificate basic"
                                    .formatted(counts.uncertifiedAdminCount()),
                            "Train the admin first",
                            Priority.HIGH,
                            TRAINING));
        }
        return found;
    }

    private static String invite(@Nullable Integer oneModuleShort) {
        if (oneModuleShort == null) {
            return "Invite the users who are one module short of basic";
        }
        return switch (oneModuleShort) {
            case 0 -> "Train the users for basic: nobody is one module short of it yet";
            case 1 -> "Invite the user who is one module short of basic";
            default ->
                    "Invite the %d users who are one module short of basic"
                            .formatted(oneModuleShort);
        };
    }
}
