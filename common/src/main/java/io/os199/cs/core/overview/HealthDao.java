package io.os199.cs.core.overview;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

interface HealthDao {
    record Row(
            @Nullable BigDecimal overall,
            @Nullable BigDecimal usage,
            @Nullable BigDecimal engagement,
            @Nullable BigDecimal support,
            @Nullable BigDecimal satisfaction,
            @Nullable BigDecimal payment,
            BigDecimal coverage,
            @Nullable HealthBand band,
            @Nullable HealthTrend trend,
            @Nullable BigDecimal changePoints,
            Instant computedAt,
            int responseCount) {}

    @SqlQuery(
            """
            select s.overall, s.usage, s.engagement, s.support, s.satisfaction, s.payment, s.coverage, s.band,
                s.trend, s.change_points, s.computed_at,
                coalesce((s.inputs ->> 'response_count')::int, 0) as response_count
            from health_scores s
            join scoring_models m using (model_id, model_version)
            where s.client_id = :clientId and m.kind = 'health' and m.status = 'active'
            order by s.score_date desc, s.computed_at desc, s.model_id, s.lookback_days
            limit 1
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> newest(String clientId);
}
