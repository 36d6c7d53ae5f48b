package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.PeriodEnd;
import io.os199.cs.api.tools.communication.AdvocacyInput.Action;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Faults of {@code manage_advocacy_program} arguments beyond those of single ones. */
final class AdvocacyFaults {
    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_POINTS = 5_000;

    private AdvocacyFaults() {}

    static List<Fault> of(AdvocacyInput input, Set<String> unread, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        Action action = unread.contains("action") ? null : input.action();
        if (action == Action.ENROLL_ADVOCATE) {
            enrolling(input, unread, faults);
        } else if (action == Action.TRACK_CONTRIBUTION) {
            tracking(input, unread, today, faults);
        } else if (action == Action.GET_PROGRAM_ANALYTICS) {
            period(input, unread, today, faults);
        }
        Integer points = input.points();
        if (points != null && points > MOST_POINTS) {
            faults.add(
                    new Fault(
                            "points",
                            "points %d are more than one entry may have".formatted(points),
                            "1 to " + MOST_POINTS));
        }
        visible("contact_name", input.contactName(), faults);
        visible("contact_title", input.contactTitle(), faults);
        visible("contribution_details", input.contributionDetails(), faults);
        visible("deal_reference", input.dealReference(), faults);
        visible("reason", input.reason(), faults);
        visible("industry", input.industry(), faults);
        PlainLine.check("contact_name", input.contactName(), faults);
        PlainLine.check("contact_title", input.contactTitle(), faults);
        PlainLine.check("industry", input.industry(), faults);
        PlainLine.check("advocate_id", input.advocateId(), faults);
        PlainLine.check("contribution_id", input.contributionId(), faults);
        return faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    private static void enrolling(AdvocacyInput input, Set<String> unread, List<Fault> faults) {
        if (input.contactEmail() == null
                && input.contactName() == null
                && !unread.contains("contact_email")
                && !unread.contains("contact_name")) {
            faults.add(
                    new Fault(
                            "contact_email",
                            "enroll_advocate needs contact_email or contact_name",
                            "a contact of the client"));
        }
    }

    private static void tracking(
            AdvocacyInput input, Set<String> unread, LocalDate today, List<Fault> faults) {
        LocalDate on = input.contributedOn();
        if (on != null && on.isAfter(today)) {
            faults.add(
                    new Fault(
                            "contributed_on",
                            "contributed_on %s is later than today".formatted(on),
                            today + " or before"));
        }
        if (unread.contains("contribution_id")) {
            return;
        }
        boolean namesDeal = input.dealReference() != null || unread.contains("deal_reference");
        boolean tellsDeal =
                input.dealValueAmount() != null
                        || input.dealOutcome() != null
                        || unread.contains("deal_value_amount")
                        || unread.contains("deal_outcome");
        if (input.contributionId() == null) {
            if (input.contributionType() == null) {
                faults.add(
                        new Fault(
                                "contribution_type",
                                "track_contribution needs contribution_type, or the contribution_id"
                                        + " of one whose deal is told",
                                "what the advocate did"));
            }
            if (tellsDeal && !namesDeal) {
                faults.add(
                        new Fault(
                                "deal_reference",
                                "deal_value_amount and deal_outcome are of a deal, and"
                                        + " deal_reference names none",
                                "the deal's key in the CRM"));
            }
            return;
        }
        unusedBeside("contribution_type", input.contributionType(), faults);
        unusedBeside("contribution_details", input.contributionDetails(), faults);
        unusedBeside("contributed_on", on, faults);
        if (!namesDeal && !tellsDeal) {
            faults.add(
                    new Fault(
                            "deal_outcome",
                            "with contribution_id the deal is told, and nothing of it is said",
                            "deal_outcome, deal_value_amount or deal_reference"));
        }
    }

    private static void unusedBeside(String field, @Nullable Object sent, List<Fault> faults) {
        if (sent != null) {
            faults.add(
                    new Fault(
                            field,
                            "%s stays as it was told; with contribution_id only the deal is updated"
                                    .formatted(field),
                            "absent, or the call without contribution_id"));
        }
    }

    private static void period(
            AdvocacyInput input, Set<String> unread, LocalDate today, List<Fault> faults) {
        if (unread.contains("period_start") || unread.contains("period_end")) {
            return;
        }
        LocalDate start = input.start(today);
        LocalDate end = input.end(today);
        faults.addAll(PeriodEnd.faults(end, today));
        if (!start.isBefore(end)) {
            faults.add(
                    new Fault(
                            "period_start",
                            "period_start %s is not before period_end %s".formatted(start, end),
                            "a day before period_end"));
        }
    }

    private static void visible(String field, @Nullable String text, List<Fault> faults) {
        if (text != null && UntrustedText.of(text, LONGEST_TEXT).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }
}
