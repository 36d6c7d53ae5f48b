package io.os199.cs.onboarding.certificate;

import io.os199.cs.platform.answer.DataGap;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What answers about certificates leave out. */
public final class CertificateGaps {
    private CertificateGaps() {}

    /** Returns the gaps of an answer about who is certified on a day. */
    public static List<DataGap> of(
            CertificateCounts counts, boolean hasPrograms, LocalDate asOf, LocalDate today) {
        List<DataGap> gaps = new ArrayList<>();
        if (!hasPrograms) {
            gaps.add(
                    new DataGap(
                            "people.in_progress",
                            "no_active_program",
                            "Say which modules a level needs with action create"));
        }
        if (counts.contactCount() == 0) {
            gaps.add(
                    new DataGap(
                            "summary.certified_rate",
                            "no_contacts",
                            "Add contacts with their mail addresses with update_client_info"));
        }
        if (asOf.isBefore(today)) {
            gaps.add(
                    new DataGap(
                            "people.in_progress",
                            "as_of_past",
                            "Trainings count up to as_of; what levels ask for, and who is a"
                                    + " contact, is today's"));
        }
        return gaps;
    }
}
