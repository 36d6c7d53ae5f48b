package io.os199.cs.expansion.report;

import io.os199.cs.expansion.opportunity.PipelineView;
import io.os199.cs.expansion.revenue.CohortKept;
import io.os199.cs.expansion.revenue.PeriodLength;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The figures of the ledger, as answers and jobs show them.
 *
 * @param periods oldest first
 * @param trailing12Months of one cohort, never a product of shorter ones
 * @param expansionByType over all listed periods, like the lists of clients
 * @param groups over the trailing 12 months
 * @param successFactors what is associated with expansion, not what causes it
 */
public record RevenueReport(
        LocalDate asOf,
        Instant computedAt,
        @Nullable String clientId,
        @Nullable String clientName,
        List<Period> periods,
        Trailing trailing12Months,
        List<Source> expansionByType,
        List<Change> topExpansions,
        List<Change> topLosses,
        @Nullable List<Group> groups,
        @Nullable PipelineView pipeline,
        @Nullable List<SuccessFactor> successFactors,
        List<Recommendation> recommendations,
        Evidence evidence,
        @Nullable List<Truncation> truncated,
        List<DataGap> dataGaps) {

    /** A period and its cohort; without rates where no client paid when it began. */
    public record Period(
            LocalDate periodStart,
            LocalDate periodEnd,
            boolean isPartial,
            BigDecimal startingArrAmount,
            BigDecimal newAmount,
            BigDecimal reactivationAmount,
            BigDecimal expansionAmount,
            BigDecimal contractionAmount,
            BigDecimal churnAmount,
            BigDecimal endingArrAmount,
            boolean reconciles,
            int cohortClientCount,
            BigDecimal cohortArrAmount,
            @Nullable BigDecimal nrrRate,
            @Nullable BigDecimal grrRate,
            @Nullable BigDecimal logoRetentionRate,
            @Nullable BigDecimal expansionRate,
            int expandingClientCount) {
        static Period of(RevenuePeriod period, PeriodLength length, LocalDate today) {
            CohortKept cohort = period.cohort();
            return new Period(
                    period.start(),
                    period.end(),
                    length.isPartial(period, today),
                    Rounded.amount(period.startingArr()),
                    Rounded.amount(period.newArr()),
                    Rounded.amount(period.reactivationArr()),
                    Rounded.amount(period.expansionArr()),
                    Rounded.amount(period.contractionArr()),
                    Rounded.amount(period.churnArr()),
                    Rounded.amount(period.endingArr()),
                    period.reconciles(),
                    cohort.clientCount(),
                    Rounded.amount(cohort.arr()),
                    Rounded.rateOf(cohort.nrr()),
                    Rounded.rateOf(cohort.grr()),
                    Rounded.rateOf(cohort.logoRetention()),
                    Rounded.rateOf(cohort.share(period.cohortExpansionArr())),
                    period.expandingCount());
        }
    }

    /** The cohort of the 12 months up to the end. */
    public record Trailing(
            LocalDate periodStart,
            LocalDate periodEnd,
            @Nullable BigDecimal nrrRate,
            @Nullable BigDecimal grrRate,
            @Nullable BigDecimal logoRetentionRate,
            int cohortClientCount) {
        static Trailing of(RevenuePeriod year) {
            CohortKept cohort = year.cohort();
            return new Trailing(
                    year.start(),
                    year.end(),
                    Rounded.rateOf(cohort.nrr()),
                    Rounded.rateOf(cohort.grr()),
                    Rounded.rateOf(cohort.logoRetention()),
                    cohort.clientCount());
        }
    }

    /**
     * Expansion by the type of its opportunity; {@code renewal_uplift} for a renewal, {@code unattributed} for the
     * rest.
     */
    public record Source(String type, BigDecimal amount, int movementCount) {
        static Source of(RevenueLedger.Source source) {
            return new Source(
                    source.type(), Rounded.amount(source.amount()), source.movementCount());
        }
    }

    /** The net change of a client, excluding its arrival, and also its return unless it left in the same period. */
    public record Change(
            String clientId, String clientName, BigDecimal netChangeAmount, List<String> kinds) {
        static Change of(RevenueLedger.Change change) {
            return new Change(
                    change.clientId(),
                    change.clientName(),
                    Rounded.amount(change.netChange()),
                    change.kinds());
        }
    }

    /** The retention of a group of clients; the rates are absent below five clients. */
    public record Group(
            String key,
            int cohortClientCount,
            BigDecimal cohortArrAmount,
            @Nullable BigDecimal nrrRate,
            @Nullable BigDecimal grrRate) {
        private static final int FEWEST = 5;

        static Group of(RevenueLedger.Group group) {
            CohortKept cohort = group.cohort();
            boolean isLarge = cohort.clientCount() >= FEWEST;
            return new Group(
                    group.key(),
                    cohort.clientCount(),
                    Rounded.amount(cohort.arr()),
                    isLarge ? Rounded.rateOf(cohort.nrr()) : null,
                    isLarge ? Rounded.rateOf(cohort.grr()) : null);
        }
    }

    /**
     * What the report was computed from.
     *
     * @param ledgerNewestAt when a movement was last written
     * @param attributesAsOf the day of the attributes that filters and groups use in all periods, since they keep no
     *     history
     * @param findingsScannedAt when the potential in the pipeline was scanned
     * @param factorsAsOf the day of the success factors, the last before their cohort's year
     * @param featuresUsedMedian of the cohort
     */
    public record Evidence(
            LocalDate periodStart,
            LocalDate periodEnd,
            @Nullable LocalDate ledgerBeginsOn,
            @Nullable Instant ledgerNewestAt,
            int movementCount,
            LocalDate attributesAsOf,
            @Nullable Instant findingsScannedAt,
            @Nullable LocalDate factorsAsOf,
            @Nullable BigDecimal featuresUsedMedian) {}
}
