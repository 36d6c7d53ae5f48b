package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A forecast of how much of the ARR due is retained, unrounded. Renewals without a weight count in the scenarios but
 * in no expected figure.
 *
 * @param byGroup the first groups
 * @param nearMonths the months that begin within 90 days, without overdue renewals
 * @param growth the open opportunities of the filter's clients that are expected to close within its days
 * @param drivers across clients with a renewal at risk or at high risk, those with the most ARR first; empty unless
 *     risks are asked for
 * @param risky clients with a renewal that is not on track or whose risk is unknown, the largest first; empty unless
 *     risks are asked for
 */
public record RenewalForecast(
        Sums sums,
        List<ForecastGroup> byGroup,
        List<ForecastGroup> nearMonths,
        List<OfStage> byStage,
        List<OfRisk> byRisk,
        Growth growth,
        List<Driver> drivers,
        List<Risky> risky) {

    /**
     * The totals over all renewals of a filter.
     *
     * @param arrDue current ARR of all renewals
     * @param arrWeighed current ARR of the renewals with a weight
     * @param held over these, the sum of weight × the smaller of amount and current ARR
     * @param expectedChurn over these, the sum of (1 − weight) × current ARR
     * @param variance of the expected amount, if the renewals were independent
     * @param groupCount the number of all groups
     * @param staleCount renewals contacted or negotiating, without a two-way touch for 30 days
     */
    public record Sums(
            int renewalCount,
            BigDecimal arrDue,
            double expected,
            BigDecimal worst,
            BigDecimal commit,
            BigDecimal best,
            BigDecimal arrWeighed,
            double held,
            double expectedChurn,
            double variance,
            int overdueCount,
            int withoutProbabilityCount,
            BigDecimal arrWithoutProbability,
            int groupCount,
            int staleCount) {

        /**
         * The lower end of the 80 % range around the expected amount, but not below the worst case, unless that is more
         * than is expected: it holds what is committed in full.
         */
        public double low() {
            return Math.min(
                    expected, Math.max(worst.doubleValue(), expected - Z80 * Math.sqrt(variance)));
        }

        /** The upper end of the 80 % range around the expected amount, but not above the best case. */
        public double high() {
            return Math.min(best.doubleValue(), expected + Z80 * Math.sqrt(variance));
        }

        /** The share of the weighed ARR that is retained, without growth; absent where nothing has a weight. */
        public @Nullable Double grossRate() {
            return arrWeighed.signum() == 0 ? null : held / arrWeighed.doubleValue();
        }

        /** The share of the weighed ARR that is retained, with growth; absent where nothing has a weight. */
        public @Nullable Double netRate() {
            return arrWeighed.signum() == 0 ? null : expected / arrWeighed.doubleValue();
        }
    }

    /**
     * The 0.9 quantile of the standard normal distribution: 80 % of values lie within this many standard deviations.
     */
    private static final double Z80 = 1.2816;

    /** The most groups that are read. */
    public static final int MOST_GROUPS = 50;

    private static final int MOST_DRIVERS = 5;

    private static final int MOST_RISKY = 100;

    /** What the renewals are grouped by. */
    public enum Grouping {
        MONTH,
        CSM,
        TIER,
        SEGMENT
    }

    /** The renewals in a stage. */
    public record OfStage(
            RenewalStage stage,
            int renewalCount,
            double arrDueAmount,
            @Nullable Double expectedAmount) {}

    /**
     * The open renewals with a given risk.
     *
     * @param meanWeight absent where none has a weight
     */
    public record OfRisk(
            RenewalRisk renewalRisk,
            int renewalCount,
            double arrDueAmount,
            @Nullable Double meanWeight) {}

    /** An amount, and the same weighted by its probability. */
    public record Growth(BigDecimal amount, BigDecimal weightedAmount) {}

    /**
     * A factor that works against renewals.
     *
     * @param feature a feature of the churn model, among the three that raise a client's probability of leaving the
     *     most
     */
    public record Driver(String feature, int clientCount, BigDecimal arrAmount) {}

    /**
     * A client with a renewal that is not on track.
     *
     * @param totalCount how many such clients there are
     */
    public record Risky(String clientId, BigDecimal arr, int totalCount) {}

    /** Reads the forecast for the renewals of a filter, in one statement, because reading the renewals takes long. */
    public static RenewalForecast read(
            Transaction tx,
            RenewalFilter filter,
            CommittedRate rate,
            Grouping grouping,
            boolean withRisks) {
        return tx.dao(RenewalFactsDao.class)
                .forecast(
                        filter,
                        rate.weight(),
                        rate.isOwn(),
                        grouping,
                        MOST_GROUPS,
                        Json.write(WinRates.read(tx, filter.today()).ofOpenStages()),
                        withRisks,
                        MOST_DRIVERS,
                        MOST_RISKY)
                .forecast();
    }

    /** Returns at most {@code most} renewals, ordered by date, client and contract. */
    public static List<WeighedRenewal> page(
            Transaction tx,
            RenewalFilter filter,
            CommittedRate rate,
            @Nullable RenewalPosition after,
            int most) {
        return tx.dao(RenewalFactsDao.class)
                .weighedPage(
                        filter,
                        rate.weight(),
                        rate.isOwn(),
                        after == null ? null : after.renewalDate(),
                        after == null ? null : after.clientId(),
                        after == null ? null : after.contractId(),
                        most);
    }
}
