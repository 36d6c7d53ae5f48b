package io.os199.cs.expansion.report;

import io.os199.cs.expansion.revenue.RevenueLedger.Member;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The factors that clients which expanded had when their year began.
 *
 * @param factors the largest difference first; those with too few clients on a side become gaps
 * @param median of the features that the cohort used
 */
record SuccessFactors(
        List<SuccessFactor> factors, @Nullable BigDecimal median, List<DataGap> gaps) {

    /** Reads the factors of a cohort as it was at the end of a day. */
    static SuccessFactors read(Transaction tx, List<Member> cohort, LocalDate day) {
        List<SuccessFactor> factors = new ArrayList<>();
        List<DataGap> gaps = new ArrayList<>();
        List<SuccessFactorDao.Row> rows =
                tx.dao(SuccessFactorDao.class)
                        .factors(
                                ids(cohort),
                                ids(cohort.stream().filter(Member::hasExpanded).toList()),
                                day,
                                HealthModels.STANDARD);
        for (SuccessFactorDao.Row each : rows) {
            SuccessFactor factor =
                    SuccessFactor.of(
                            each.factor(),
                            each.withCount(),
                            each.withExpandedCount(),
                            each.withoutCount(),
                            each.withoutExpandedCount());
            if (factor == null) {
                gaps.add(
                        new DataGap(
                                "success_factors." + each.factor(),
                                "few_clients",
                                "On %s it was known of %d with and %d without; each side needs %d"
                                        .formatted(
                                                day,
                                                each.withCount(),
                                                each.withoutCount(),
                                                SuccessFactor.FEWEST)));
            } else {
                factors.add(factor);
            }
        }
        if (rows.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "success_factors",
                            "no_cohort",
                            "Nobody paid at the end of " + day + ": ask for a later period_end"));
        }
        factors.sort(
                Comparator.comparing(SuccessFactor::difference)
                        .reversed()
                        .thenComparing(SuccessFactor::factor));
        return new SuccessFactors(factors, rows.isEmpty() ? null : rows.getFirst().median(), gaps);
    }

    private static String[] ids(List<Member> members) {
        return members.stream().map(Member::clientId).toArray(String[]::new);
    }
}
