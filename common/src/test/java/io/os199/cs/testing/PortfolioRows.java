package io.os199.cs.testing;

/** Clients with two years of all data that metrics are computed from, up to 2025-06-30; the same ones each time. */
public final class PortfolioRows {
    private static final String ROWS =
            """
            select setseed(0.42);
            insert into client_names (client_id, name) select 'client_' || n, 'Client ' || n from generate_series(1, :clients) n;
            insert into clients (client_id, name, company_name, tier, industry, lifecycle_stage, csm, health_band,
                contract_value, contract_start_date, status)
            select 'client_' || n, 'Client ' || n, 'Client ' || n,
                (array['starter', 'standard', 'professional', 'enterprise'])[1 + floor(random() * 4)::int],
                (array['retail', 'health', null, 'logistics', 'media'])[1 + floor(random() * 5)::int],
                (array['onboarding', 'adoption', 'active', 'renewal'])[1 + floor(random() * 4)::int],
                (array['ann', 'bob', null, 'kim'])[1 + floor(random() * 4)::int],
                (array['healthy', 'watch', null, 'critical'])[1 + floor(random() * 4)::int],
                1000, case when random() < 0.9 then date '2023-07-01' + floor(random() * 730)::int end,
                case when random() < 0.1 then 'churned' else 'active' end
            from generate_series(1, :clients) n;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, coalesce(contract_start_date, '2023-07-01'), 'new', 'new', round((1000 + random() * 9000)::numeric, 2)
            from clients;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, effective_on + 1 + floor(random() * 400)::int, 'move_' || n,
                case when n % 2 = 0 then 'expansion' else 'contraction' end,
                case when n % 2 = 0 then 1 else -1 end * round((arr_delta_amount * random()::numeric / 4) + 0.01, 2)
            from revenue_movements, generate_series(1, 3) n
            where movement_id = 'new' and random() < 0.6;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, max(effective_on) + 30, 'churn', 'churn', -sum(arr_delta_amount)
            from revenue_movements
            group by client_id
            having random() < 0.3 and sum(arr_delta_amount) > 0;
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
            select client_id, effective_on + 60, 'back', 'reactivation', 500.55
            from revenue_movements
            where kind = 'churn' and random() < 0.3;
            insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
            select client_id, effective_on, 'r', -arr_delta_amount
            from revenue_movements
            where kind = 'churn' and random() < 0.9;
            insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
            select client_id, 'r_' || n || k.kind, k.kind, floor(k.low + random() * (k.high - k.low + 1))::int,
                case when random() < 0.9 then 'p' || floor(random() * 4)::int || '@x.com' end,
                timestamptz '2023-07-01' + random() * interval '730 days'
            from clients
            cross join generate_series(1, 4) n
            cross join (values ('nps', 0, 10), ('csat', 1, 5), ('ces', 1, 7)) k (kind, low, high)
            where random() < 0.5;
            insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status, opened_at,
                resolved_at, satisfaction, satisfaction_at, satisfaction_scale)
            select client_id, 'ticket_' || client_id || n, 's', 't', 'P3', 'other', 'resolved', at, at, 1 + floor(random() * 5)::int, at,
                'five_point'
            from (
                select client_id, n, timestamptz '2023-07-01' + random() * interval '730 days' as at
                from clients cross join generate_series(1, 3) n
                where random() < 0.5) t;
            insert into features (feature_id, key, name, is_core, min_tier, released_on)
            select 'id_' || n, 'f' || n, 'F', n <= 3,
                (array['starter', 'standard', 'professional', 'enterprise'])[1 + n % 4],
                case when n > 6 then date '2024-09-01' end
            from generate_series(1, 9) n;
            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
            select distinct client_id, date '2023-07-01' + floor(random() * 730)::int, 'f' || (1 + floor(random() * 9)::int), 3, 1
            from clients, generate_series(1, 30);
            insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at, overall,
                engagement, coverage, band, inputs)
            select client_id, model_id, model_version, 30, date '2023-07-01' + 11 * n, now(), now(), round((random() * 100)::numeric, 2),
                case when random() < 0.8 then round((random() * 100)::numeric, 2) end, 1, 'watch', '{}'
            from clients, generate_series(1, 66) n, scoring_models
            where kind = 'health' and scoring_models.status = 'active' and scoring_models.name = 'weighted_composite' and random() < 0.8;
            insert into adoption_milestones (client_id, framework, milestone_key, framework_version, achieved_on, recorded_at, evidence)
            select client_id, 'standard', 'first_value', f.framework_version,
                contract_start_date + floor(random() * 60)::int, now(), '{}'
            from clients, milestone_frameworks f
            where f.framework = 'standard' and f.active and random() < 0.6 and contract_start_date is not null
            """;

    private PortfolioRows() {}

    /**
     * Stores this many clients with their rows, and updates the planner's statistics as in a deployment that has run
     * for a minute.
     */
    public static void fill(TestDatabase server, int clients) {
        String rows = ROWS.replace(":clients", Integer.toString(clients));
        server.jdbi().useHandle(db -> db.createScript(rows).execute());
        server.execute("analyze");
    }
}
