package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.newsletter.EditionResults;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The recommendations that the results of an edition call for: NWS-1 to NWS-3. */
final class NewsletterRules {
    private static final int FEWEST_READ = 50;
    private static final double FAR_BELOW = 0.8;
    private static final int FEWEST_DELIVERED = 100;
    private static final int ONE_IN = 100;

    /** Keeps an edition exactly 20 % below from counting as further below because of a rounding error. */
    private static final double LEAST = 1e-9;

    private NewsletterRules() {}

    static List<Recommendation> of(EditionResults results) {
        List<Recommendation> rules = new ArrayList<>();
        CampaignFigures figures = results.figures();
        results.medians().ifPresent(medians -> opened(results, medians, rules));
        if (figures.deliveredCount() >= FEWEST_DELIVERED
                && figures.unsubscribedCount() * ONE_IN > figures.deliveredCount()) {
            rules.add(
                    new Recommendation(
                            "NWS-2",
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d readers unsubscribed: unsubscribe_rate %.4f is above"
                                            + " 0.01",
                                    figures.unsubscribedCount(),
                                    figures.deliveredCount(),
                                    (double) figures.unsubscribedCount()
                                            / figures.deliveredCount()),
                            "Send it less often, or to the tiers that it is for",
                            Priority.HIGH,
                            Newsletters.TOOL));
        }
        int never = results.neverClicked().size();
        if (never > 0) {
            rules.add(
                    new Recommendation(
                            "NWS-3",
                            "%d %s had links and no clicks in this edition and the two before it"
                                    .formatted(never, never == 1 ? "section" : "sections"),
                            "Replace what nobody clicks: "
                                    + String.join(", ", results.neverClicked()),
                            Priority.LOW,
                            Newsletters.TOOL));
        }
        return rules;
    }

    private static void opened(
            EditionResults results, EditionResults.Medians medians, List<Recommendation> rules) {
        Double opened = results.rates().open();
        Double median = medians.rates().open();
        if (opened != null
                && median != null
                && results.figures().deliveredCount() >= FEWEST_READ
                && opened < median * FAR_BELOW - LEAST) {
            rules.add(
                    new Recommendation(
                            "NWS-1",
                            String.format(
                                    Locale.ROOT,
                                    "open_rate %.4f is more than 20 %% under %.4f, the median of"
                                            + " the %d editions before",
                                    opened,
                                    median,
                                    medians.editionCount()),
                            "Test other subject lines",
                            Priority.MEDIUM,
                            Newsletters.TOOL));
        }
    }
}
