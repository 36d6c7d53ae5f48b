package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Reads the scores that the standard health model stored. */
@PlannedForItsValues
interface ScoreDao {
    /**
     * The newest score of each live client in the week to the last day of a span; absent where there is none. The
     * week is checked on the score found, since the planner would otherwise search for the week's scores among those
     * of all clients.
     */
    String MEASURED =
            MetricSql.CHOSEN
                    + MetricSql.SPANS
                    + MetricSql.LIVE
                    + """
                    , model as (
                        select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
                        from scoring_models
                        where kind = 'health' and status = 'active' and name = :modelName
                    ),
                    measured as (
                        select l.no, l.client_id, l.contract_value, s.value, s.band, s.score_date
                        from live l
                        cross join model m
                        left join lateral (
                            select case :component when 'engagement' then h.engagement else h.overall end as value, h.band,
                                h.score_date
                            from health_scores h
                            where h.client_id = l.client_id and h.score_date < l.until
                                and h.model_id = m.model_id and h.model_version = m.model_version
                                and h.lookback_days = m.lookback_days
                            order by h.score_date desc
                            limit 1) s on s.score_date >= l.until - 7
                    )
                    """;

    /** The sums of the scores of a span and group. */
    record Moments(
            int no,
            String dimension,
            String key,
            int clientCount,
            int n,
            BigDecimal sum,
            BigDecimal squares,
            int atRiskCount,
            BigDecimal weighted,
            BigDecimal weight,
            @Nullable LocalDate firstOn,
            @Nullable LocalDate lastOn) {}

    String SUMS =
            MetricSql.SUMS
                    + """
                    count(*) filter (where value is not null and band in ('at_risk', 'critical'))::int as at_risk_count,
                    coalesce(sum(value * measured.contract_value), 0) as weighted,
                    coalesce(sum(measured.contract_value) filter (where value is not null), 0) as weight,
                    min(score_date) filter (where value is not null) as first_on,
                    max(score_date) filter (where value is not null) as last_on
                    """;

    /** Returns the sums by span, then by the groups of the first; nothing where no client is live. */
    @SqlQuery(
            MEASURED
                    + MetricSql.OF_SPANS
                    + SUMS
                    + MetricSql.AND_GROUPS
                    + SUMS
                    + MetricSql.OF_GROUPS)
    @RegisterConstructorMapper(Moments.class)
    List<Moments> moments(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            String modelName,
            String component,
            String[] starts,
            String[] ends,
            List<String> dimensions);

    @SqlQuery(
            MEASURED
                    + """
                    select value, count(*)::int as client_count
                    from measured
                    where no = 1 and value is not null
                    group by value
                    """)
    @RegisterConstructorMapper(PeerValue.class)
    List<PeerValue> values(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            String modelName,
            String component,
            String[] starts,
            String[] ends);

    @SqlQuery(MEASURED + MetricSql.LOWEST)
    List<String> lowest(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            String modelName,
            String component,
            String[] starts,
            String[] ends,
            String dimension,
            String key,
            int most);
}
