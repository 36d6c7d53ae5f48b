package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.Measured.Rows;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.retention.satisfaction.RatingWindows;
import io.os199.cs.retention.satisfaction.RatingWindows.Counted;
import io.os199.cs.retention.satisfaction.RatingWindows.Extent;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.ScoreCount;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** The scores that customers gave in surveys or to tickets. */
final class RatingSource implements MetricSource {
    private static final int GOOD = 4;
    private static final int EASY = 5;
    private static final int HARD = 3;
    private static final int MANY_SENDS = 20;
    private static final double FEW_ANSWERS = 0.20;
    private static final int RATE_DECIMALS = 4;

    private final Transaction tx;
    private final MetricQuestion question;
    private final @Nullable SurveyKind kind;
    private final RatingWindows windows;

    RatingSource(Transaction tx, MetricQuestion question) {
        this.tx = tx;
        this.question = question;
        this.kind =
                switch (question.type()) {
                    case NPS -> SurveyKind.NPS;
                    case CSAT -> SurveyKind.CSAT;
                    case CES -> SurveyKind.CES;
                    default -> null;
                };
        this.windows =
                new RatingWindows(
                        tx,
                        kind,
                        question.spans().stream()
                                .map(each -> new SatisfactionPeriod(each.start(), each.end()))
                                .toList());
    }

    /** The span and group of some scores. */
    private record Place(int no, String dimension, String key) {}

    @Override
    public Measured read() {
        Map<Place, List<ScoreCount>> scores = new LinkedHashMap<>();
        for (Counted each : windows.counts(question.people(), question.dimensions())) {
            scores.computeIfAbsent(
                            new Place(each.no(), each.dimension(), each.key()),
                            _ -> new ArrayList<>())
                    .add(new ScoreCount(each.score(), each.count()));
        }
        Map<Integer, Figure> figures = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        for (int no = 0; no < question.spans().size(); no++) {
            figures.put(no, figure(tally(scores.getOrDefault(new Place(no, "", ""), List.of()))));
        }
        scores.forEach(
                (place, counts) -> {
                    if (!place.dimension().isEmpty()) {
                        parts.add(new Part(place.dimension(), place.key(), figure(tally(counts))));
                    }
                });
        SurveyTally period = tally(scores.getOrDefault(new Place(0, "", ""), List.of()));
        return kind == null
                ? ofTickets(period, figures, parts)
                : ofSurveys(kind, period, figures, parts);
    }

    private Measured ofTickets(SurveyTally period, Map<Integer, Figure> figures, List<Part> parts) {
        Map<String, Object> components = new LinkedHashMap<>();
        SurveyTally fivePoint = tally(windows.fivePointRatings(question.people()));
        mean(components, "mean_1_5", fivePoint);
        components.put("rated_count", period.total());
        components.put("unrated_resolved_count", windows.unratedResolved(question.people()));
        counts(components, period, 1, 5);
        return new Measured(
                figures,
                parts,
                components,
                rows(List.of("tickets"), null),
                List.of(),
                ticketGaps(period.total(), fivePoint.total()));
    }

    private static List<DataGap> ticketGaps(int ratings, int onScale) {
        if (ratings == 0) {
            return List.of(
                    new DataGap(
                            "current.value",
                            "no_ratings",
                            "Ask for ratings of solved tickets, or import them with tickets"));
        }
        if (ratings < Sample.ENOUGH || onScale == ratings) {
            return List.of();
        }
        String mean = "current.components.mean_1_5";
        return List.of(
                onScale < Sample.ENOUGH
                        ? new DataGap(
                                mean,
                                "small_sample",
                                "Needs %d ratings on the scale of 1 to 5 and has %d: good and bad have no mean"
                                        .formatted(Sample.ENOUGH, onScale))
                        : new DataGap(
                                mean,
                                "good_and_bad_left_out",
                                "It is the mean of %d of %d ratings, those on the scale of 1 to 5: good and bad count in rates only"
                                        .formatted(onScale, ratings)));
    }

    private Measured ofSurveys(
            SurveyKind of, SurveyTally period, Map<Integer, Figure> figures, List<Part> parts) {
        Map<String, Object> components = new LinkedHashMap<>();
        switch (of) {
            case NPS -> {
                components.put("promoters", period.promoters());
                components.put("passives", period.passives());
                components.put("detractors", period.detractors());
            }
            case CSAT -> {
                mean(components, "mean_1_5", period);
                counts(components, period, 1, 5);
            }
            case CES -> {
                rate(
                        components,
                        "easy_rate",
                        count(period, score -> score >= EASY),
                        period.total());
                rate(
                        components,
                        "hard_rate",
                        count(period, score -> score <= HARD),
                        period.total());
                components.put("easy_count", count(period, score -> score >= EASY));
                components.put("hard_count", count(period, score -> score <= HARD));
            }
        }
        SatisfactionSurvey.Result sent =
                new SatisfactionSurvey(
                                tx,
                                question.people(),
                                List.of(of),
                                new SatisfactionPeriod(
                                        question.order().periodStart(),
                                        question.order().periodEnd()))
                        .resultsHeardUntil(question.order().asOf().plusDays(1))
                        .getFirst();
        rate(components, "response_rate", sent.respondedCount(), sent.sentCount());
        components.put("sent_count", sent.sentCount());
        components.put("responded_count", sent.respondedCount());
        List<DataGap> gaps = new ArrayList<>();
        if (period.total() == 0) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "no_answers",
                            "Send a survey with monitor_satisfaction, or record answers with"
                                    + " collect_feedback"));
        }
        if (sent.sentCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "current.components.response_rate",
                            sent.sentCount() == 0 ? "no_sends" : "small_sample",
                            "Needs 5 sends in the period"));
        }
        return new Measured(
                figures,
                parts,
                components,
                rows(List.of("survey_responses", "survey_sends"), sent.immatureCount()),
                advice(sent),
                gaps);
    }

    private static List<Recommendation> advice(SatisfactionSurvey.Result sent) {
        if (sent.sentCount() < MANY_SENDS
                || sent.respondedCount() >= FEW_ANSWERS * sent.sentCount()) {
            return List.of();
        }
        return List.of(
                new Recommendation(
                        "MET-4",
                        "%d of %d sends were answered"
                                .formatted(sent.respondedCount(), sent.sentCount()),
                        "Fix the survey before trusting it: its timing, channel and length",
                        Priority.MEDIUM,
                        "monitor_satisfaction"));
    }

    private Rows rows(List<String> tables, @Nullable Integer immatureSendCount) {
        Extent extent = windows.extent(question.people());
        return new Rows(
                tables,
                extent.rowCount(),
                extent.firstOn(),
                extent.lastOn(),
                immatureSendCount,
                null);
    }

    private SurveyTally tally(List<ScoreCount> scores) {
        return new SurveyTally(kind == null ? SurveyKind.CSAT : kind, scores);
    }

    private Figure figure(SurveyTally tally) {
        if (kind == SurveyKind.NPS) {
            return Figure.nps(tally.promoters(), tally.detractors(), tally.total());
        }
        if (kind == SurveyKind.CES) {
            long squares =
                    tally.scores().stream()
                            .mapToLong(each -> (long) each.score() * each.score() * each.count())
                            .sum();
            return Figure.mean(
                    BigDecimal.valueOf(sum(tally)), BigDecimal.valueOf(squares), tally.total());
        }
        return Figure.rate(count(tally, score -> score >= GOOD), tally.total());
    }

    private static long sum(SurveyTally tally) {
        return tally.scores().stream().mapToLong(each -> (long) each.score() * each.count()).sum();
    }

    private static int count(SurveyTally tally, IntPredicate which) {
        return tally.scores().stream()
                .filter(each -> which.test(each.score()))
                .mapToInt(ScoreCount::count)
                .sum();
    }

    private static void mean(Map<String, Object> components, String name, SurveyTally tally) {
        if (tally.total() >= Sample.ENOUGH) {
            components.put(
                    name,
                    BigDecimal.valueOf(sum(tally))
                            .divide(BigDecimal.valueOf(tally.total()), 2, RoundingMode.HALF_UP));
        }
    }

    private static void rate(Map<String, Object> components, String name, int count, int of) {
        if (of >= Sample.ENOUGH) {
            components.put(
                    name,
                    BigDecimal.valueOf(count)
                            .divide(BigDecimal.valueOf(of), RATE_DECIMALS, RoundingMode.HALF_UP));
        }
    }

    private static void counts(
            Map<String, Object> components, SurveyTally tally, int lowest, int highest) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int score = lowest; score <= highest; score++) {
            int of = score;
            counts.put(Integer.toString(score), count(tally, each -> each == of));
        }
        components.put("counts", counts);
    }

    @Override
    public List<PeerValue> peers(RevenueFilter among, String except) {
        return windows.values(MetricQuestion.people(among), Sample.ENOUGH, except).stream()
                .map(each -> new PeerValue(each.value(), each.clientCount()))
                .toList();
    }

    @Override
    public List<String> lowest(String dimension, String key, int most) {
        return windows.lowest(question.people(), dimension, key, most);
    }
}
