package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.expansion.chance.WinRates;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * How much of the ARR that is due stays, unrounded. Renewals without a weight are in the scenarios, and in nothing that is
 * expected.
 *
 * @param byGroup the first groups
 * @param nearMonths the months that begin within 90 days, without what is overdue
 */
public record RenewalForecast(
        Sums sums,
        List<ForecastGroup> byGroup,
        List<ForecastGroup> nearMonths,
        List<OfStage> byStage,
        List<OfRisk> byRisk) {

    /**
     * All renewals of a filter added up.
     *
     * @param arrDue of all
     * @param arrWeighed of those with a weight
     * @param held of these, weight × the smaller of amount and current ARR
     * @param expectedChurn of these, (1 − weight) × current ARR
     * @param variance of what is expected, were the renewals independent
     * @param groupCount of all groups
     * @param staleCount contacted or negotiating, without a two-way touch for 30 days
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

        /** The end of the 80 % range below what is expected, not below the worst. */
        public double low() {
            return Math.max(worst.doubleValue(), expected - Z80 * Math.sqrt(variance));
        }

        /** The end of the 80 % range above what is expected, not above the best. */
        public double high() {
            return Math.min(best.doubleValue(), expected + Z80 * Math.sqrt(variance));
        }

        /** Share of the ARR due that stays, growth apart; absent where nothing has a weight. */
        public @Nullable Double grossRate() {
            return arrWeighed.signum() == 0 ? null : held / arrWeighed.doubleValue();
        }

        /** Share of the ARR due that stays, with growth; absent where nothing has a weight. */
        public @Nullable Double netRate() {
            return arrWeighed.signum() == 0 ? null : expected / arrWeighed.doubleValue();
        }
    }

    /** The standard normal distribution's quantile of 0.9: 80 % lie within so many standard deviations. */
    private static final double Z80 = 1.2816;

    /** The most groups that are read. */
    public static final int MOST_GROUPS = 50;

    /** What the renewals are grouped by. */
    public enum Grouping {
        MONTH,
        CSM,
        TIER,
        SEGMENT
    }

    /** Renewals of a stage. */
    public record OfStage(
            RenewalStage stage,
            int renewalCount,
            double arrDueAmount,
            @Nullable Double expectedAmount) {}

    /**
     * Open renewals of a risk.
     *
     * @param meanWeight absent where none has a weight
     */
    public record OfRisk(
            RenewalRisk renewalRisk,
            int renewalCount,
            double arrDueAmount,
            @Nullable Double meanWeight) {}

    /** An amount and what it is worth by its probability. */
    public record Growth(BigDecimal amount, BigDecimal weightedAmount) {}

    /**
     * Something that speaks against renewals.
     *
     * @param feature of the churn model, among a client's three largest that raise its probability of leaving
     */
    public record Driver(String feature, int clientCount, BigDecimal arrAmount) {}

    /**
     * A client with a renewal that is not on track.
     *
     * @param totalCount how many there are
     */
    public record Risky(String clientId, BigDecimal arr, int totalCount) {}

    /** Of the renewals of a filter. */
    public static RenewalForecast read(
            Transaction tx, RenewalFilter filter, CommittedRate rate, Grouping grouping) {
        return tx.dao(RenewalFactsDao.class)
                .forecast(filter, rate.weight(), rate.isOwn(), grouping, MOST_GROUPS)
                .forecast();
    }

    /** By date, client and contract; at most {@code most}. */
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

    /** Open opportunities of the filter's clients that are expected to close in its days. */
    public static Growth growth(Transaction tx, RenewalFilter filter) {
        String chances = Json.write(WinRates.read(tx, filter.today()).ofOpenStages());
        return tx.dao(RenewalFactsDao.class).growth(filter, chances);
    }

    /** Of clients with a renewal that is not on track, those with the most ARR first. */
    public static List<Driver> drivers(Transaction tx, RenewalFilter filter, int most) {
        return tx.dao(RenewalFactsDao.class).drivers(filter, most);
    }

    /** Clients with a renewal that is not on track, or of which nothing is known, the largest first. */
    public static List<Risky> risky(Transaction tx, RenewalFilter filter, int most) {
        return tx.dao(RenewalFactsDao.class).risky(filter, most);
    }
}
