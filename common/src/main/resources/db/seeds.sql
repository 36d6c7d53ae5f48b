--liquibase formatted sql logicalFilePath:db/seeds.sql

--changeset cs:seeds:scoring_models_weighted_composite_1
-- The health model. Every number of its statement is read from here:
--   components, parts   weights; component_order is the order in which answers show them
--   recency             decay_days: exp(-age / decay_days) of the newest touchpoint
--   responses           half_life_days: 0.5 ^ (age / half_life_days); window: max(window_min_days,
--                       window_lookbacks * lookback); value of an answer: 100 * (score - lowest) / span of its scale
--   seen_users          window: max(window_min_days, lookback)
--   support, payment    points off; *_max caps a count's sum
--   bands               lower bounds
insert into scoring_models (model_id, model_version, kind, name, status, weights, thresholds)
values (
    'weighted_composite', 1, 'health', 'weighted_composite', 'active',
    '{
        "component_order": ["usage", "engagement", "support", "satisfaction", "payment"],
        "components": {
            "usage": 0.35,
            "engagement": 0.25,
            "support": 0.15,
            "satisfaction": 0.15,
            "payment": 0.10
        },
        "parts": {
            "usage": {"active_users": 0.45, "momentum": 0.30, "breadth": 0.25},
            "engagement": {"stickiness": 0.50, "recency": 0.30, "answered": 0.20}
        },
        "constants": {
            "default_lookback_days": 30,
            "seen_users": {"window_min_days": 180},
            "stickiness": {"factor": 2.5},
            "recency": {"decay_days": 21},
            "answered": {"grace_days": 3},
            "responses": {
                "half_life_days": 45,
                "window_min_days": 90,
                "window_lookbacks": 3,
                "scales": {
                    "nps": {"lowest": 0, "span": 10},
                    "csat": {"lowest": 1, "span": 4},
                    "ces": {"lowest": 1, "span": 6}
                }
            },
            "support": {
                "ticket": 3,
                "ticket_max": 30,
                "high_priority": 10,
                "high_priority_max": 20,
                "sla_breach": 5,
                "sla_breach_max": 20,
                "open_escalation": 15
            },
            "payment": {"overdue": 40, "late": 20, "renewal_open": 10, "renewal_within_days": 30}
        }
    }'::jsonb,
    '{
        "minimum_coverage": 0.40,
        "band_cap": {"below_coverage": 0.70, "band": "watch"},
        "bands": {"healthy": 80, "watch": 65, "at_risk": 50, "critical": 0},
        "trend": {"improving_above": 3, "declining_below": -3, "minimum_coverage": 0.40},
        "indicators": {
            "health.usage_low": {"component": "usage", "high_below": 65, "medium_below": 75},
            "health.engagement_low": {"component": "engagement", "high_below": 60, "medium_below": 70},
            "health.support_friction": {"component": "support", "high_below": 50, "medium_below": 80},
            "health.satisfaction_low": {"component": "satisfaction", "high_below": 40, "medium_below": 60},
            "health.payment": {"component": "payment", "overdue": "high", "late": "medium"},
            "health.declining": {"critical_at_most": -10, "high_below": -3}
        }
    }'::jsonb
);

--changeset cs:seeds:milestone_frameworks_standard_1
-- In the order in which answers show them; days count from the start of the onboarding clock. feature_scope narrows the
-- features that count; at_most_licensed_users lowers the threshold to the licensed users where these are fewer.
insert into milestone_frameworks (framework, framework_version, active, definitions)
values (
    'standard', 1, true,
    '[
        {"milestone_key": "account_activated", "name": "Account activated",
         "metric": "users_seen", "threshold": 1, "target_days": 3, "importance": "critical"},
        {"milestone_key": "first_value", "name": "First value",
         "metric": "core_features_adopted", "threshold": 1, "target_days": 14, "importance": "critical"},
        {"milestone_key": "team_onboarded", "name": "Team on board",
         "metric": "users_seen", "threshold": 5, "at_most_licensed_users": true,
         "target_days": 30, "importance": "high"},
        {"milestone_key": "integration_connected", "name": "Integration connected",
         "metric": "feature_used", "threshold": 1, "feature_scope": "integration",
         "target_days": 45, "importance": "medium"},
        {"milestone_key": "core_adopted", "name": "Core features adopted",
         "metric": "core_adopted_rate", "threshold": 0.70, "target_days": 60, "importance": "high"},
        {"milestone_key": "advanced_explored", "name": "Advanced features",
         "metric": "features_adopted", "threshold": 2, "feature_scope": "not_core",
         "target_days": 90, "importance": "medium"},
        {"milestone_key": "value_reviewed", "name": "Value reviewed together",
         "metric": "reviews_completed", "threshold": 1, "target_days": 120, "importance": "critical"},
        {"milestone_key": "champion_developed", "name": "Champion developed",
         "metric": "advocates", "threshold": 1, "target_days": 180, "importance": "high"}
    ]'::jsonb
);

--changeset cs:seeds:audit_chains
insert into audit_chains (chain)
select generate_series(0, 15);
