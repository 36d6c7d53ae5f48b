package io.os199.cs.expansion.revenue;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The bridge from the ARR at the start of a period to that at its end, over all clients, and its cohort.
 *
 * @param end the first day after it
 * @param contractionArr below zero, like {@code churnArr}
 * @param cohortExpansionArr the part of {@code expansionArr} due to the cohort
 * @param expandingCount clients of the cohort with an expansion
 */
public record RevenuePeriod(
        LocalDate start,
        LocalDate end,
        BigDecimal startingArr,
        BigDecimal newArr,
        BigDecimal reactivationArr,
        BigDecimal expansionArr,
        BigDecimal contractionArr,
        BigDecimal churnArr,
        BigDecimal endingArr,
        CohortKept cohort,
        BigDecimal cohortExpansionArr,
        int expandingCount) {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** Whether the movements lead from the start to the end, to the cent. */
    public boolean reconciles() {
        BigDecimal reached =
                startingArr
                        .add(newArr)
                        .add(reactivationArr)
                        .add(expansionArr)
                        .add(contractionArr)
                        .add(churnArr);
        return reached.subtract(endingArr).abs().compareTo(CENT) <= 0;
    }
}
