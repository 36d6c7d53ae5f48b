package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.AdvocacyProgramDao.Figures;
import io.os199.cs.communication.advocacy.AdvocacyProgramReport.Coverage;
import io.os199.cs.communication.advocacy.AdvocacyProgramReport.RateInterval;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the results of the program, and where it lacks advocates. */
public final class AdvocacyProgramReader {
    private static final int MOST_GROUPS = 20;

    private final AdvocacyProgramDao dao;
    private final LocalDate today;

    public AdvocacyProgramReader(Transaction tx, LocalDate today) {
        this.dao = tx.dao(AdvocacyProgramDao.class);
        this.today = today;
    }

    /** The report with its recommendations. */
    public record Read(
            AdvocacyProgramReport report,
            List<Recommendation> recommendations,
            List<DataGap> gaps,
            @Nullable List<Truncation> truncated) {}

    private record Worth(AdvocateTier tier, int starts) {}

    /**
     * Reads a period.
     *
     * @param end the first day after the period
     */
    public Read read(LocalDate start, LocalDate end) {
        String tiers =
                Json.write(
                        Arrays.stream(AdvocateTier.values())
                                .map(each -> new Worth(each, each.starts()))
                                .toList());
        Figures figures =
                dao.figures(
                        start,
                        end,
                        start.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        end.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        tiers);
        List<Coverage> coverage =
                dao.coverage(today).stream().map(AdvocacyProgramReader::shown).toList();
        List<Coverage> shown = coverage.subList(0, Math.min(MOST_GROUPS, coverage.size()));
        return new Read(
                report(start, end, figures, shown),
                AdvocacyRules.of(
                        dao.attention(
                                today, tiers, AdvocacyRules.NEAR_POINTS, AdvocacyRules.QUIET_DAYS),
                        coverage),
                gaps(end, figures),
                shown.size() < coverage.size()
                        ? List.of(new Truncation("coverage", shown.size(), coverage.size()))
                        : null);
    }

    private static Coverage shown(Coverage cell) {
        return new Coverage(
                cell.industry() == null ? null : UntrustedText.name(cell.industry()),
                cell.clientTier(),
                cell.activeClientCount(),
                cell.activeAdvocateCount(),
                cell.availableAdvocateCount());
    }

    private static AdvocacyProgramReport report(
            LocalDate start, LocalDate end, Figures figures, List<Coverage> coverage) {
        int won = figures.wonReferenceCount();
        int closed = won + figures.lostReferenceCount();
        boolean isEnough = closed >= Sample.ENOUGH;
        return new AdvocacyProgramReport(
                start,
                end,
                figures.advocateCount(),
                figures.standings(),
                figures.enrolledCount(),
                figures.withdrawnCount(),
                figures.contributionCount(),
                figures.byType(),
                figures.activeCount(),
                figures.contributingCount(),
                figures.activeCount() == 0
                        ? null
                        : Rounded.rate(
                                (double) figures.contributingCount() / figures.activeCount()),
                figures.dealCount(),
                figures.wonCount(),
                Rounded.amount(figures.wonAmount()),
                closed,
                isEnough ? Rounded.rate((double) won / closed) : null,
                isEnough ? interval(Interval.wilson(won, closed)) : null,
                coverage);
    }

    private static RateInterval interval(Interval interval) {
        return new RateInterval(Rounded.rate(interval.low()), Rounded.rate(interval.high()));
    }

    private List<DataGap> gaps(LocalDate end, Figures figures) {
        List<DataGap> gaps = new ArrayList<>();
        gaps.add(
                new DataGap(
                        "return_on_investment",
                        "programme_cost_not_stored",
                        "Hold influenced_won_amount against the cost from the books"));
        gaps.add(
                new DataGap(
                        "lift",
                        "deals_without_references_not_stored",
                        "Compare reference_win_rate with the win rate in the CRM"));
        if (figures.activeCount() == 0) {
            gaps.add(
                    new DataGap(
                            "contributing_rate",
                            "no_active_advocates",
                            "Enroll people with enroll_advocate; find_candidates says whom"));
        }
        if (figures.wonReferenceCount() + figures.lostReferenceCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "reference_win_rate",
                            "too_few_closed_deals",
                            "Tell deal_reference and deal_outcome with track_contribution; %d closed deals are enough"
                                    .formatted(Sample.ENOUGH)));
        }
        if (figures.pricelessCount() > 0) {
            gaps.add(
                    new DataGap(
                            "influenced_won_amount",
                            "%d_won_deals_without_value".formatted(figures.pricelessCount()),
                            "Tell deal_value_amount with track_contribution and the"
                                    + " contribution_id"));
        }
        if (!end.isAfter(today)) {
            gaps.add(
                    new DataGap(
                            "advocate_counts.status",
                            "pauses_not_dated",
                            "paused and active are as they are today; only withdrawals have a"
                                    + " day"));
        }
        return gaps;
    }
}
