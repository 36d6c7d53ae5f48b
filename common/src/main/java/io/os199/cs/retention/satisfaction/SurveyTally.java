package io.os199.cs.retention.satisfaction;

import io.os199.cs.platform.statistics.Margins;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The answers to one kind of survey, by score.
 *
 * @param scores the scores that were given, the lowest first
 */
public record SurveyTally(SurveyKind kind, List<ScoreCount> scores) {
    private static final int PROMOTER = 9;
    private static final int PASSIVE = 7;
    private static final int SATISFIED = 4;
    private static final int EASY = 5;
    private static final double POINTS = 100;

    public SurveyTally {
        scores = scores.stream().sorted(Comparator.comparingInt(ScoreCount::score)).toList();
    }

    /** A value and half the width of its confidence interval; the latter is absent where the sample is too small. */
    public record Estimate(double value, @Nullable Double margin) {}

    public int total() {
        return count(score -> true);
    }

    /** Returns the number of answers of 9 and 10. */
    public int promoters() {
        return count(score -> score >= PROMOTER);
    }

    /** Returns the number of answers of 7 and 8. */
    public int passives() {
        return count(score -> score >= PASSIVE && score < PROMOTER);
    }

    /** Returns the number of answers of 0 to 6. */
    public int detractors() {
        return count(score -> score < PASSIVE);
    }

    /**
     * Returns the value by which the kind is compared: NPS in points, the share of the satisfied for CSAT, the mean
     * for CES. Absent without answers.
     */
    public @Nullable Estimate main() {
        return switch (kind) {
            case NPS -> nps();
            case CSAT -> share();
            case CES -> mean();
        };
    }

    /** Returns the promoters less the detractors, −100 to 100. */
    public @Nullable Estimate nps() {
        int total = total();
        return total == 0
                ? null
                : new Estimate(
                        POINTS * (promoters() - detractors()) / total,
                        POINTS * Margins.netShare(promoters(), detractors(), total));
    }

    /** Returns the share of the satisfied (CSAT, 4 to 5), or of those who found it easy (CES, 5 to 7). */
    public @Nullable Estimate share() {
        int total = total();
        if (total == 0) {
            return null;
        }
        int least = kind == SurveyKind.CES ? EASY : SATISFIED;
        double rate = (double) count(score -> score >= least) / total;
        return new Estimate(rate, Margins.rate(rate, total));
    }

    /** Returns the mean score. */
    public @Nullable Estimate mean() {
        int total = total();
        if (total == 0) {
            return null;
        }
        double mean =
                scores.stream().mapToDouble(each -> (double) each.score() * each.count()).sum()
                        / total;
        double squares =
                scores.stream()
                        .mapToDouble(each -> Math.pow(each.score() - mean, 2) * each.count())
                        .sum();
        return new Estimate(
                mean, total < 2 ? null : Margins.mean(Math.sqrt(squares / (total - 1)), total));
    }

    private int count(IntPredicate counts) {
        return scores.stream()
                .filter(each -> counts.test(each.score()))
                .mapToInt(ScoreCount::count)
                .sum();
    }
}
