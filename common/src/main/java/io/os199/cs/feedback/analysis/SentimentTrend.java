package io.os199.cs.feedback.analysis;

/** Whether customers feel better than in the time before, by more than chance. */
public enum SentimentTrend {
    IMPROVING,
    STABLE,
    DECLINING,
    /** Too little was said in one of the two periods. */
    UNKNOWN;

    private static final double LEAST = 0.10;
    private static final double Z = 1.96;

    /** Returns the trend between the scored items of before and now; either sample may be too small. */
    static SentimentTrend of(AnalysisDao.Tally now, AnalysisDao.Tally before) {
        Double mean = now.mean();
        Double was = before.mean();
        Double deviation = now.deviation();
        Double deviationBefore = before.deviation();
        if (mean == null
                || was == null
                || deviation == null
                || deviationBefore == null
                || now.scoredCount() < Measures.LEAST
                || before.scoredCount() < Measures.LEAST) {
            return UNKNOWN;
        }
        double change = mean - was;
        double error =
                Math.sqrt(
                        deviation * deviation / now.scoredCount()
                                + deviationBefore * deviationBefore / before.scoredCount());
        if (Math.abs(change) < LEAST || Math.abs(change) <= Z * error) {
            return STABLE;
        }
        return change > 0 ? IMPROVING : DECLINING;
    }
}
