package io.os199.cs.support.performance;

import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.support.performance.Figures.Measure;
import io.os199.cs.support.performance.PerformanceReport.Compared;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** The metrics of a period compared with those of the previous period. */
record Comparison(Figures current, Figures before) {
    /** The direction in which a metric should move. */
    private enum Good {
        HIGHER,
        LOWER,
        NEITHER
    }

    private interface Count {
        long of(Figures figures);
    }

    private interface Part {
        Share of(Figures figures);
    }

    List<Compared> shown() {
        return List.of(
                count("opened_count", Figures::opened, Good.NEITHER),
                count("resolved_count", Figures::resolved, Good.HIGHER),
                count("closed_count", Figures::closed, Good.NEITHER),
                count("reopened_count", Figures::reopened, Good.LOWER),
                count("backlog_count", Figures::backlog, Good.LOWER),
                median("first_response_p50_minutes", Measure.FIRST_RESPONSE),
                median("resolution_p50_minutes", Measure.RESOLUTION),
                median("resolution_elapsed_p50_minutes", Measure.RESOLUTION_ELAPSED),
                share(
                        "first_response_sla_met_rate",
                        each -> each.kept(Clock.FIRST_RESPONSE),
                        Good.HIGHER),
                share("resolution_sla_met_rate", each -> each.kept(Clock.RESOLUTION), Good.HIGHER),
                share("csat_rate", Figures::satisfied, Good.HIGHER),
                share("rating_response_rate", Figures::rated, Good.HIGHER),
                share("escalation_rate", Figures::escalated, Good.LOWER),
                share("reopen_rate", Figures::reopenedSince, Good.LOWER),
                share("one_touch_rate", Figures::oneTouch, Good.HIGHER));
    }

    private Compared count(String metric, Count count, Good good) {
        long now = count.of(current);
        long then = count.of(before);
        return compared(
                metric,
                BigDecimal.valueOf(now),
                BigDecimal.valueOf(then),
                null,
                null,
                Significance.ofCounts(now, then),
                good);
    }

    private Compared median(String metric, Measure measure) {
        Minutes now = current.minutes(measure);
        Minutes then = before.minutes(measure);
        return compared(
                metric,
                now.p50Minutes(),
                then.p50Minutes(),
                now.n(),
                then.n(),
                (now.n() >= Share.MANY && then.n() >= Share.MANY)
                        ? Significance.ofMedians(now, then)
                        : null,
                Good.LOWER);
    }

    private Compared share(String metric, Part part, Good good) {
        Share now = part.of(current);
        Share then = part.of(before);
        Sample shown = now.shown();
        Sample shownBefore = then.shown();
        return compared(
                metric,
                shown.value(),
                shownBefore.value(),
                now.n(),
                then.n(),
                (now.isOfMany() && then.isOfMany()) ? Significance.ofShares(now, then) : null,
                good);
    }

    private static Compared compared(
            String metric,
            @Nullable BigDecimal now,
            @Nullable BigDecimal then,
            @Nullable Long currentN,
            @Nullable Long beforeN,
            @Nullable Boolean isSignificant,
            Good good) {
        BigDecimal difference = now == null || then == null ? null : now.subtract(then);
        Boolean better = null;
        if (difference != null && difference.signum() != 0 && good != Good.NEITHER) {
            better = (difference.signum() > 0) == (good == Good.HIGHER);
        }
        return new Compared(
                metric, now, then, currentN, beforeN, difference, isSignificant, better);
    }
}
