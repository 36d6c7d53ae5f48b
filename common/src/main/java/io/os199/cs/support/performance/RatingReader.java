package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.performance.PerformanceReport.Correlation;
import io.os199.cs.support.performance.PerformanceReport.LowRatingTag;
import io.os199.cs.support.performance.PerformanceReport.RatingCount;
import io.os199.cs.support.performance.PerformanceReport.RatingDetail;
import io.os199.cs.support.performance.RatingDao.LowTag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads how customers rated the tickets resolved in a period. */
final class RatingReader {
    private static final int LOWEST = 10;
    private static final int MANY_CORRELATED = 20;

    private final RatingDao dao;
    private final TicketScope scope;
    private final Instant start;
    private final Instant end;

    RatingReader(RatingDao dao, TicketScope scope, Instant start, Instant end) {
        this.dao = dao;
        this.scope = scope;
        this.start = start;
        this.end = end;
    }

    /** Records that a list was cut. */
    interface Cut {
        void list(String list, int shown, long total);
    }

    /** Reads the ratings; adds anything missing to the gaps. */
    RatingDetail read(Figures current, List<DataGap> gaps, Cut cut) {
        List<LowTag> tags = dao.lowTags(scope, start, end);
        cut.list(
                "satisfaction.low_rating_tags",
                tags.size(),
                tags.isEmpty() ? 0 : tags.getFirst().totalCount());
        List<RatingCount> distribution = new ArrayList<>();
        for (long count : current.ratings()) {
            distribution.add(new RatingCount(distribution.size() + 1, count));
        }
        RatingDao.Correlation correlation = dao.correlation(scope, start, end);
        Double value = correlation.n() < MANY_CORRELATED ? null : correlation.value();
        if (value == null) {
            gaps.add(
                    new DataGap(
                            "satisfaction.rank_correlation",
                            correlation.n() < MANY_CORRELATED ? "small_sample" : "no_variation",
                            correlation.n() < MANY_CORRELATED
                                    ? "Needs %d rated tickets with an SLA clock and has %d"
                                            .formatted(MANY_CORRELATED, correlation.n())
                                    : "All ratings or all times are the same"));
        }
        return new RatingDetail(
                distribution,
                value == null ? null : new Correlation(Rounded.rate(value), correlation.n()),
                tags.stream().map(RatingReader::tag).toList(),
                dao.lowest(scope, start, end, LOWEST));
    }

    private static LowRatingTag tag(LowTag tag) {
        return new LowRatingTag(
                UntrustedText.tag(tag.tag()),
                tag.lowCount(),
                Rounded.rate((double) tag.lowCount() / tag.allLowCount()),
                Rounded.rate((double) tag.taggedCount() / tag.allRatedCount()),
                true);
    }
}
