package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the results of a campaign call for, from a day after its first message: EML-1 to EML-4. */
final class EmailRules {
    private static final Duration MATURE = Duration.ofDays(1);
    private static final double MOST_BOUNCED = 0.05;
    private static final int FEWEST_SENT = 20;
    private static final double MOST_COMPLAINED = 0.001;
    private static final int FEWEST_DELIVERED = 500;
    private static final String TOOL = "send_personalized_email";

    private EmailRules() {}

    static List<Recommendation> of(CampaignResults results, Instant now) {
        CampaignFigures figures = results.figures();
        Instant first = figures.firstSentAt();
        if (first == null || now.isBefore(first.plus(MATURE))) {
            return List.of();
        }
        List<Recommendation> rules = new ArrayList<>();
        double bounced = share(figures.bouncedCount(), figures.sentCount());
        if (bounced > MOST_BOUNCED && figures.sentCount() >= FEWEST_SENT) {
            rules.add(
                    new Recommendation(
                            "EML-1",
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d messages came back: bounce_rate %.4f is above 0.05",
                                    figures.bouncedCount(),
                                    figures.sentCount(),
                                    bounced),
                            "Clean the contacts whose addresses no longer work",
                            Priority.HIGH,
                            "update_client_info"));
        }
        double complained = share(figures.complaintCount(), figures.deliveredCount());
        if (complained > MOST_COMPLAINED && figures.deliveredCount() >= FEWEST_DELIVERED) {
            rules.add(
                    new Recommendation(
                            "EML-2",
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d readers reported it as spam: complaint_rate %.4f is"
                                            + " above 0.001",
                                    figures.complaintCount(),
                                    figures.deliveredCount(),
                                    complained),
                            "Stop using this template",
                            Priority.HIGH,
                            TOOL));
        }
        double opened = share(figures.openedCount(), figures.deliveredCount());
        results.openQuartile()
                .filter(_ -> figures.deliveredCount() > 0)
                .filter(quartile -> opened < quartile.rate())
                .ifPresent(
                        quartile ->
                                rules.add(
                                        new Recommendation(
                                                "EML-3",
                                                String.format(
                                                        Locale.ROOT,
                                                        "open_rate %.4f is below %.4f, the first"
                                                                + " quartile of %d campaigns of the"
                                                                + " same class in 180 days",
                                                        opened,
                                                        quartile.rate(),
                                                        quartile.campaignCount()),
                                                "Revise the subject line and the audience",
                                                Priority.MEDIUM,
                                                TOOL)));
        if (figures.unknownCount() > 0) {
            rules.add(
                    new Recommendation(
                            "EML-4",
                            "Of %d messages nobody knows whether the provider took them"
                                    .formatted(figures.unknownCount()),
                            "Check that the provider's event webhook reaches this server",
                            Priority.MEDIUM,
                            TOOL));
        }
        return rules;
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
