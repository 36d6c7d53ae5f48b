package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.newsletter.EditionResultsDao.Earlier;
import io.os199.cs.communication.newsletter.EditionResultsDao.SectionClicks;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of an edition, compared with the editions of its series sent before it.
 *
 * @param hasForgottenClicks whether it is so long ago that it is no longer known where the clicks led
 * @param opensByHour by hour of the day in the deployment's zone; empty when too few were delivered
 * @param previous the last edition before it of which anything was delivered
 * @param medians of the rates of up to six editions before it; empty when there are fewer than three
 * @param neverClicked titles of sections that had links but no clicks in three editions
 */
public record EditionResults(
        CampaignFigures figures,
        List<Section> sections,
        boolean hasForgottenClicks,
        List<Hour> opensByHour,
        Optional<Previous> previous,
        Optional<Medians> medians,
        List<String> neverClicked) {
    private static final int MOST_BEFORE = 6;
    private static final int FEWEST_BEFORE = 3;
    private static final int FEWEST_DELIVERED = 50;
    private static final int EDITIONS_WITHOUT_CLICKS = 3;

    /**
     * The clicks in a section.
     *
     * @param clickedCount in messages; absent when it has no link, or the clicks are no longer known
     * @param clickShareRate the share of the clicks in all sections; absent when there are none
     */
    public record Section(
            String title,
            @Nullable String linkUrl,
            @Nullable Integer clickedCount,
            @Nullable BigDecimal clickShareRate) {}

    /** The number of first openings in an hour of the day. */
    public record Hour(int hour, int openedCount) {}

    /** The rates of an edition; a rate whose denominator is zero is absent. */
    public record Rates(
            @Nullable Double delivery,
            @Nullable Double open,
            @Nullable Double click,
            @Nullable Double clickToOpen,
            @Nullable Double unsubscribe) {
        static Rates of(CampaignFigures figures) {
            return new Rates(
                    share(figures.deliveredCount(), figures.sentCount()),
                    share(figures.openedCount(), figures.deliveredCount()),
                    share(figures.clickedCount(), figures.deliveredCount()),
                    share(figures.clickedCount(), figures.openedCount()),
                    share(figures.unsubscribedCount(), figures.deliveredCount()));
        }

        private static @Nullable Double share(int part, int whole) {
            return whole == 0 ? null : (double) part / whole;
        }
    }

    /** The preceding edition. */
    public record Previous(String newsletterId, int editionNo, Rates rates) {}

    /** Medians over that many editions. */
    public record Medians(int editionCount, Rates rates) {}

    /** Returns the rates of the edition itself. */
    public Rates rates() {
        return Rates.of(figures);
    }

    /** Returns the results of an edition that has a campaign. */
    public static EditionResults of(
            Transaction tx, Edition edition, String campaignId, ZoneId zone) {
        EditionResultsDao dao = tx.dao(EditionResultsDao.class);
        List<Earlier> before = dao.before(edition.seriesKey(), edition.editionNo(), MOST_BEFORE);
        List<String> campaignIds = new ArrayList<>(List.of(campaignId));
        before.forEach(each -> campaignIds.add(each.campaignId()));
        Map<String, CampaignFigures> all = CampaignResults.figures(tx, campaignIds);
        CampaignFigures figures = all.getOrDefault(campaignId, CampaignFigures.none(campaignId));
        List<Earlier> read =
                before.stream()
                        .filter(each -> all.containsKey(each.campaignId()))
                        .filter(each -> figures(all, each).deliveredCount() > 0)
                        .toList();
        List<NewsletterSection> parts = edition.parts();
        Map<Integer, Integer> clicks = clicks(tx, campaignId, parts);
        return new EditionResults(
                figures,
                sections(parts, clicks),
                CampaignResults.hasForgottenClicks(tx, campaignId),
                figures.deliveredCount() < FEWEST_DELIVERED
                        ? List.of()
                        : dao.opensByHour(campaignId, zone.getId()).stream()
                                .map(each -> new Hour(each.hour(), each.openedCount()))
                                .toList(),
                read.stream()
                        .findFirst()
                        .map(
                                each ->
                                        new Previous(
                                                each.newsletterId(),
                                                each.editionNo(),
                                                Rates.of(figures(all, each)))),
                medians(read.stream().map(each -> Rates.of(figures(all, each))).toList()),
                neverClicked(tx, figures, parts, clicks, read));
    }

    private static CampaignFigures figures(Map<String, CampaignFigures> all, Earlier edition) {
        return all.getOrDefault(edition.campaignId(), CampaignFigures.none(edition.campaignId()));
    }

    private record Link(int place, String url) {}

    /**
     * Returns the clicks by the place of the section, for sections that have a link; empty when the clicks are no
     * longer known.
     */
    private static Map<Integer, Integer> clicks(
            Transaction tx, String campaignId, List<NewsletterSection> parts) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (String address : parts.get(i).addresses()) {
                links.add(new Link(i, address));
            }
        }
        return links.isEmpty() || CampaignResults.hasForgottenClicks(tx, campaignId)
                ? Map.of()
                : tx.dao(EditionResultsDao.class).clicks(campaignId, Json.write(links)).stream()
                        .collect(
                                Collectors.toMap(
                                        SectionClicks::place, SectionClicks::clickedCount));
    }

    private static List<Section> sections(
            List<NewsletterSection> parts, Map<Integer, Integer> clicks) {
        int sum = clicks.values().stream().mapToInt(each -> each).sum();
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Integer clicked = clicks.get(i);
            sections.add(
                    new Section(
                            parts.get(i).title(),
                            parts.get(i).linkUrl(),
                            clicked,
                            clicked == null || sum == 0
                                    ? null
                                    : BigDecimal.valueOf(clicked)
                                            .divide(
                                                    BigDecimal.valueOf(sum),
                                                    4,
                                                    RoundingMode.HALF_UP)));
        }
        return sections;
    }

    private interface Rate {
        @Nullable Double of(Rates rates);
    }

    private static Optional<Medians> medians(List<Rates> rates) {
        return rates.size() < FEWEST_BEFORE
                ? Optional.empty()
                : Optional.of(
                        new Medians(
                                rates.size(),
                                new Rates(
                                        median(rates, Rates::delivery),
                                        median(rates, Rates::open),
                                        median(rates, Rates::click),
                                        median(rates, Rates::clickToOpen),
                                        median(rates, Rates::unsubscribe))));
    }

    private static @Nullable Double median(List<Rates> all, Rate rate) {
        List<Double> values = new ArrayList<>();
        for (Rates each : all) {
            Double value = rate.of(each);
            if (value != null) {
                values.add(value);
            }
        }
        OptionalDouble median =
                values.stream()
                        .mapToDouble(each -> each)
                        .sorted()
                        .skip((values.size() - 1) / 2)
                        .limit(2 - values.size() % 2)
                        .average();
        return median.isPresent() ? median.getAsDouble() : null;
    }

    /** Returns the titles of sections never clicked; a section is the same in other editions by its topic and title. */
    private static List<String> neverClicked(
            Transaction tx,
            CampaignFigures figures,
            List<NewsletterSection> parts,
            Map<Integer, Integer> clicks,
            List<Earlier> read) {
        if (figures.deliveredCount() == 0 || read.size() < EDITIONS_WITHOUT_CLICKS - 1) {
            return List.of();
        }
        Set<String> never = new HashSet<>(unclicked(parts, clicks));
        for (Earlier each : read.subList(0, EDITIONS_WITHOUT_CLICKS - 1)) {
            if (!never.isEmpty()) {
                List<NewsletterSection> others =
                        List.of(Json.read(each.sections(), NewsletterSection[].class));
                never.retainAll(unclicked(others, clicks(tx, each.campaignId(), others)));
            }
        }
        return parts.stream()
                .filter(each -> never.contains(key(each)))
                .map(NewsletterSection::title)
                .distinct()
                .toList();
    }

    private static Set<String> unclicked(
            List<NewsletterSection> parts, Map<Integer, Integer> clicks) {
        Set<String> unclicked = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Integer clicked = clicks.get(i);
            if (clicked != null && clicked == 0) {
                unclicked.add(key(parts.get(i)));
            }
        }
        return unclicked;
    }

    private static String key(NewsletterSection section) {
        return section.type() + " " + section.title().strip().toLowerCase(Locale.ROOT);
    }
}
