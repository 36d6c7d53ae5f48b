package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignRow;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.platform.answer.DataGap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What can be known about mail that has been sent. */
final class MailTold {
    private static final int FEWEST_OPENED = 5;

    private final MailSettings settings;

    MailTold(MailSettings settings) {
        this.settings = settings;
    }

    /** Whether the provider reports on messages after accepting them, or did for these. */
    boolean isTold(CampaignFigures figures) {
        return settings.sending().provider().tellsEvents()
                || figures.deliveredCount() + figures.bouncedCount() > 0;
    }

    /** A gap where clicks are still counted, but no longer with their links. */
    static List<DataGap> forgotten(String field, boolean hasForgottenClicks) {
        return hasForgottenClicks
                ? List.of(
                        new DataGap(
                                field,
                                "events_deleted",
                                "What was clicked in mails of that age is counted without its link;"
                                        + " retention.emailMonths says how long it is kept"))
                : List.of();
    }

    /** A gap where the provider accepts none of it, with since when and why. */
    static List<DataGap> held(CampaignRow row) {
        Instant heldAt = row.heldAt();
        if (heldAt == null) {
            return List.of();
        }
        String heldFor = row.heldFor();
        return List.of(
                new DataGap(
                        "campaign.status",
                        "provider_unauthorized",
                        ("The mail provider has refused it since %s%s: mend the key, or have the"
                             + " sender verified. It is tried every 15 minutes; what is held for 24"
                             + " hours is given up")
                                .formatted(heldAt, heldFor == null ? "" : " (" + heldFor + ")")));
    }

    static List<DataGap> gaps(CampaignFigures figures, boolean isTold) {
        List<DataGap> gaps = new ArrayList<>();
        if (figures.sentCount() > 0 && !isTold) {
            gaps.add(
                    new DataGap(
                            "metrics.delivery_rate",
                            "no_events",
                            "A mail server tells nothing after it took a message; a provider with"
                                    + " an event webhook does"));
        }
        if (figures.medianMinutesToOpen() == null && figures.openedCount() > 0) {
            gaps.add(
                    new DataGap(
                            "median_minutes_to_open",
                            "too_few_opened",
                            "It needs %d opened messages".formatted(FEWEST_OPENED)));
        }
        return gaps;
    }
}
