package io.os199.cs.health.adoption;

import java.time.LocalDate;

/**
 * The parameters of a run over the portfolio, frozen when it is submitted.
 *
 * @param framework includes its milestones where a caller defined them
 * @param records whether the run records newly reached milestones
 * @param showsQuartiles whether the run reports how many days clients took
 * @param advisesCelebrations whether the run recommends congratulating clients
 */
public record MilestoneOrder(
        LocalDate asOf,
        MilestoneFramework framework,
        boolean records,
        boolean showsQuartiles,
        boolean advisesCelebrations) {}
