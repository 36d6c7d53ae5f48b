package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.Measured.Rows;
import io.os199.cs.feedback.metric.ScoreDao.Moments;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stored scores of the standard health model. */
final class ScoreSource implements MetricSource {
    private static final int SCORE_DECIMALS = 2;

    private final ScoreDao dao;
    private final MetricQuestion question;
    private final String component;

    ScoreSource(Transaction tx, MetricQuestion question) {
        this.dao = tx.dao(ScoreDao.class);
        this.question = question;
        this.component = question.type() == MetricType.ENGAGEMENT_SCORE ? "engagement" : "overall";
    }

    @Override
    public Measured read() {
        Map<Integer, Figure> figures = new HashMap<>();
        for (int no = 0; no < question.spans().size(); no++) {
            figures.put(no, Figure.NONE);
        }
        List<Part> parts = new ArrayList<>();
        Moments period = null;
        for (Moments each :
                dao.moments(
                        question.filter(),
                        null,
                        HealthModels.STANDARD,
                        component,
                        question.starts(),
                        question.ends(),
                        question.dimensions())) {
            if (!each.dimension().isEmpty()) {
                parts.add(new Part(each.dimension(), each.key(), figure(each)));
            } else {
                figures.put(each.no() - 1, figure(each));
                period = each.no() == 1 ? each : period;
            }
        }
        return new Measured(
                figures,
                parts,
                period == null ? Map.of() : components(period),
                new Rows(
                        List.of("health_scores"),
                        period == null ? 0 : period.n(),
                        period == null ? null : period.firstOn(),
                        period == null ? null : period.lastOn(),
                        null,
                        HealthModels.STANDARD),
                List.of(),
                gaps(period));
    }

    private Figure figure(Moments of) {
        if (!question.isExact()) {
            return Figure.mean(of.sum(), of.squares(), of.n());
        }
        return Figure.exact(of.n() == 0 ? null : of.sum());
    }

    private Map<String, Object> components(Moments period) {
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("at_risk_count", period.atRiskCount());
        boolean tells = question.isExact() ? period.n() > 0 : period.n() >= Sample.ENOUGH;
        if (tells && period.weight().signum() > 0) {
            components.put(
                    "arr_weighted_mean",
                    period.weighted()
                            .divide(period.weight(), SCORE_DECIMALS, RoundingMode.HALF_UP));
        }
        components.put("live_count", period.clientCount());
        components.put("missing_count", period.clientCount() - period.n());
        return components;
    }

    private static List<DataGap> gaps(@Nullable Moments period) {
        if (period == null) {
            return List.of(
                    new DataGap(
                            "current.value",
                            "no_scores",
                            "Nobody was live at the end of the period, or no model is active:"
                                    + " choose another period"));
        }
        if (period.n() == period.clientCount()) {
            return List.of();
        }
        return List.of(
                new DataGap(
                        "current.value",
                        period.n() == 0 ? "no_scores" : "missing_scores",
                        "%d of %d live clients have no score in the week to the period's end: calculate_health_score stores them"
                                .formatted(
                                        period.clientCount() - period.n(), period.clientCount())));
    }

    @Override
    public List<PeerValue> peers(RevenueFilter among, String except) {
        MetricQuestion period = question.ofPeriod();
        return dao.values(
                among, except, HealthModels.STANDARD, component, period.starts(), period.ends());
    }

    @Override
    public List<String> lowest(String dimension, String key, int most) {
        MetricQuestion period = question.ofPeriod();
        return dao.lowest(
                question.filter(),
                null,
                HealthModels.STANDARD,
                component,
                period.starts(),
                period.ends(),
                dimension,
                key,
                most);
    }
}
