package io.os199.cs.expansion.chance;

import io.os199.cs.core.WinChances;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Reads the outcomes of opportunities. */
interface WinRateDao {
    /** Returns the chance of every type at every open stage. */
    @SqlQuery(
            "with "
                    + WinChances.SQL
                    + """
                    select type, stage, probability, basis, closed_count::int as closed_count
                    from chance
                    """)
    @RegisterConstructorMapper(Known.class)
    List<Known> chances(LocalDate today);

    @SqlQuery(
            """
            select type, count(*)::int as won_count,
                percentile_cont(0.5) within group (order by closed_on - (created_at at time zone 'UTC')::date)
                    as median_days
            from opportunities
            where stage = 'won' and closed_on <= :today and closed_on > (:today::date - interval '24 months')::date
            group by type
            """)
    @RegisterConstructorMapper(Length.class)
    List<Length> lengths(LocalDate today);

    /**
     * The chance of a type at a stage.
     *
     * @param closedCount closed opportunities of the type that had reached the stage
     */
    record Known(
            OpportunityType type,
            OpportunityStage stage,
            BigDecimal probability,
            ProbabilityBasis basis,
            int closedCount) {}

    /** The time that won opportunities of a type took. */
    record Length(OpportunityType type, int wonCount, double medianDays) {}
}
