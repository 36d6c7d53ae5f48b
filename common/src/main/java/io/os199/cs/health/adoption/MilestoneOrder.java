package io.os199.cs.health.adoption;

import java.time.LocalDate;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted.
 *
 * @param framework with its milestones where a caller made them up
 * @param records whether it keeps what is newly reached
 * @param showsQuartiles whether it says how many days clients took
 * @param advisesCelebrations whether it recommends to congratulate
 */
public record MilestoneOrder(
        LocalDate asOf,
        MilestoneFramework framework,
        boolean records,
        boolean showsQuartiles,
        boolean advisesCelebrations) {}
