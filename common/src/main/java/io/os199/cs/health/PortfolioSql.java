package io.os199.cs.health;

import io.os199.cs.core.Respondent;

/** Parts of statements over many clients, which several of them share. */
public final class PortfolioSql {
    /**
     * Joins to clients {@code c}, as {@code s}, their newest stored score by the version of {@code :healthModel} in
     * force; the statement begins with {@link #MODEL}.
     */
    public static final String NEWEST_SCORE =
            """
            left join lateral (
                select h.overall, h.usage, h.engagement, h.support, h.satisfaction, h.payment, h.band, h.trend,
                    h.change_points, h.inputs, h.score_date
                from health_scores h
                join model using (model_id, model_version)
                where h.client_id = c.client_id and h.score_date <= :today
                order by h.score_date desc, h.computed_at desc, h.lookback_days
                limit 1) s on true
            """;

    public static final String MODEL =
            """
            model as (
                select model_id, model_version
                from scoring_models
                where kind = 'health' and status = 'active' and name = :healthModel
            )\
            """;

    /** {@code nps}: the newest answers of each client's contacts from {@code :npsSince} to {@code :cut}. */
    public static final String NPS =
            """
            answers as (
                select distinct on (r.client_id, person.key) r.client_id, r.score
                from survey_responses r
            """
                    + Respondent.SQL
                    + """
                        where r.kind = 'nps' and r.responded_at between :npsSince and :cut
                        order by r.client_id, person.key, r.responded_at desc, r.response_id desc
                    ), nps as (
                        select client_id, count(*) as responses, count(*) filter (where score >= 9) as promoters,
                            count(*) filter (where score <= 6) as detractors
                        from answers
                        group by client_id
                    )\
                    """;

    private PortfolioSql() {}
}
