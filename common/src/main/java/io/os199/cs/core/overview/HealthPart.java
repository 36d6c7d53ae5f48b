package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the newest stored score of the active health model for {@code :clientId}. */
public final class HealthPart {
    public static final Part<HealthRow> NEWEST =
            new Part<>(
                    "health",
                    HealthRow.class,
                    """
                    select s.overall, s.usage, s.engagement, s.support, s.satisfaction, s.payment, s.coverage, s.band,
                        s.trend, s.change_points, s.computed_at,
                        coalesce((s.inputs ->> 'response_count')::int, 0) as response_count
                    from health_scores s
                    join scoring_models m using (model_id, model_version)
                    where s.client_id = :clientId and m.kind = 'health' and m.status = 'active'
                    order by s.score_date desc, s.computed_at desc, s.model_id, s.lookback_days
                    limit 1

                    """);

    private HealthPart() {}
}
