package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How many people of one client, or of all clients, are certified, and the counts of their certificates by status.
 *
 * @param contactCount current contacts with a mail address
 * @param certifiedContactCount those who hold a valid certificate
 * @param certifiedOutsideContactsCount people who hold one but are not such contacts
 * @param expiringCount valid ones that end within the days that were asked for
 * @param firstExpiryOn of those
 * @param lapsedCount valid ones for which a lower level is not valid
 * @param uncertifiedAdminCount contacts in the role admin without a valid certificate basic
 */
public record CertificateCounts(
        int contactCount,
        int certifiedContactCount,
        int certifiedOutsideContactsCount,
        int basicCount,
        int intermediateCount,
        int advancedCount,
        int expertCount,
        int expiringCount,
        @Nullable LocalDate firstExpiryOn,
        int expiredCount,
        int revokedCount,
        int lapsedCount,
        int uncertifiedAdminCount) {
    /** The counts of nobody. */
    public static final CertificateCounts NONE =
            new CertificateCounts(0, 0, 0, 0, 0, 0, 0, 0, null, 0, 0, 0, 0);

    /** Returns certified contacts over contacts; absent without contacts. */
    public @Nullable BigDecimal certifiedRate() {
        return contactCount == 0
                ? null
                : BigDecimal.valueOf(certifiedContactCount)
                        .divide(BigDecimal.valueOf(contactCount), 4, RoundingMode.HALF_UP);
    }

    /** Returns the sum of both; no person is at two clients. */
    public CertificateCounts plus(CertificateCounts more) {
        return new CertificateCounts(
                contactCount + more.contactCount,
                certifiedContactCount + more.certifiedContactCount,
                certifiedOutsideContactsCount + more.certifiedOutsideContactsCount,
                basicCount + more.basicCount,
                intermediateCount + more.intermediateCount,
                advancedCount + more.advancedCount,
                expertCount + more.expertCount,
                expiringCount + more.expiringCount,
                Stream.of(this, more)
                        .map(CertificateCounts::firstExpiryOn)
                        .filter(Objects::nonNull)
                        .min(LocalDate::compareTo)
                        .orElse(null),
                expiredCount + more.expiredCount,
                revokedCount + more.revokedCount,
                lapsedCount + more.lapsedCount,
                uncertifiedAdminCount + more.uncertifiedAdminCount);
    }
}
