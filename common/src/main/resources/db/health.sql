--liquibase formatted sql logicalFilePath:db/health.sql

--changeset cs:health:scoring_models
-- model_id = churn is the churn model, metrics its report.
create table scoring_models (
    model_id text not null,
    model_version int not null,
    kind text not null,
    name text not null,
    stage text,
    calibration text,
    weights jsonb not null,
    thresholds jsonb not null,
    metrics jsonb,
    trained_at timestamptz,
    status text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint scoring_models_pkey primary key (model_id, model_version),
    constraint scoring_models_model_version_check check (model_version >= 0),
    constraint scoring_models_kind_check check (kind in ('health', 'churn')),
    constraint scoring_models_stage_check check (stage in ('expert_prior', 'prior_releveled', 'trained')),
    constraint scoring_models_calibration_check check (calibration in ('none', 'level', 'full')),
    constraint scoring_models_status_check check (status in ('draft', 'active', 'retired')),
    constraint scoring_models_churn_stage_check check (kind = 'health' or (stage is not null and calibration is
        not null))
);
create unique index scoring_models_active_name_key on scoring_models (name) where status = 'active';

--changeset cs:health:health_scores
-- One row per client, model version, lookback and day; later the same day replaces. Unscored clients are stored
-- as such.
create table health_scores (
    client_id text not null,
    model_id text not null,
    model_version int not null,
    lookback_days int not null,
    score_date date not null,
    computed_at timestamptz not null,
    cut_at timestamptz not null,
    overall numeric(5,2),
    usage numeric(5,2),
    engagement numeric(5,2),
    support numeric(5,2),
    satisfaction numeric(5,2),
    payment numeric(5,2),
    coverage numeric(3,2) not null,
    band text,
    trend text,
    change_points numeric(6,2),
    reference_score numeric(5,2),
    comparable_score numeric(5,2),
    inputs jsonb not null,
    constraint health_scores_pkey primary key (client_id, model_id, model_version, lookback_days, score_date),
    constraint health_scores_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint health_scores_model_version_fkey foreign key (model_id, model_version) references scoring_models
        (model_id, model_version),
    constraint health_scores_model_version_check check (model_version >= 0),
    constraint health_scores_lookback_days_check check (lookback_days >= 0),
    constraint health_scores_band_check check (band in ('healthy', 'watch', 'at_risk', 'critical')),
    constraint health_scores_trend_check check (trend in ('improving', 'stable', 'declining')),
    constraint health_scores_reference_score_check check (reference_score between 0 and 100),
    constraint health_scores_comparable_score_check check (comparable_score between 0 and 100),
    constraint health_scores_coverage_check check (coverage between 0 and 1)
);
create index health_scores_client_id_score_date_idx on health_scores (client_id, score_date desc);
create index health_scores_score_date_idx on health_scores (score_date, client_id);
create index health_scores_model_id_model_version_idx on health_scores (model_id, model_version);

--changeset cs:health:risk_indicators
-- A row is one episode.
create table risk_indicators (
    client_id text not null,
    indicator_key text not null,
    detected_at timestamptz not null,
    category text not null,
    severity text not null,
    value double precision,
    threshold double precision,
    resolved_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint risk_indicators_pkey primary key (client_id, indicator_key, detected_at),
    constraint risk_indicators_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint risk_indicators_severity_check check (severity in ('critical', 'high', 'medium', 'low'))
);
create unique index risk_indicators_open_key on risk_indicators (client_id, indicator_key)
    where resolved_at is null;
create index risk_indicators_severity_detected_at_idx on risk_indicators (severity, detected_at)
    where resolved_at is null;

--changeset cs:health:churn_predictions
-- One row per client and day; a run repeated that day replaces it. contributions is an array of {feature, value,
-- z, contribution}.
create table churn_predictions (
    client_id text not null,
    predicted_on date not null,
    predicted_at timestamptz not null,
    model_id text not null default 'churn',
    model_version int not null,
    probability double precision,
    probability_in_window double precision,
    probability_off_window double precision,
    risk_level text,
    horizon_days int not null default 90,
    coverage double precision not null,
    calibration text not null,
    contributions jsonb not null,
    constraint churn_predictions_pkey primary key (client_id, predicted_on),
    constraint churn_predictions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint churn_predictions_model_version_fkey foreign key (model_id, model_version) references
        scoring_models (model_id, model_version),
    constraint churn_predictions_model_version_check check (model_version >= 0),
    constraint churn_predictions_probability_check check (probability between 0 and 1),
    constraint churn_predictions_risk_level_check check (risk_level in ('critical', 'high', 'medium', 'low')),
    constraint churn_predictions_horizon_days_check check (horizon_days >= 0),
    constraint churn_predictions_calibration_check check (calibration in ('none', 'level', 'full')),
    constraint churn_predictions_coverage_check check (coverage between 0 and 1),
    constraint churn_predictions_window_probability_check check (probability_in_window between 0 and 1 and
        probability_off_window between 0 and 1)
);
create index churn_predictions_predicted_on_idx on churn_predictions (predicted_on, client_id);
create index churn_predictions_model_id_model_version_idx on churn_predictions (model_id, model_version);

--changeset cs:health:segments
-- The newest saved run per type and key; the rest of a custom segment is not stored.
create table segments (
    segment_id text not null,
    type text not null,
    key text not null,
    name text not null,
    criteria jsonb not null,
    computed_at timestamptz not null,
    client_count int not null default 0,
    total_arr_amount numeric(14,2) not null,
    avg_health_score numeric(5,2),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint segments_pkey primary key (segment_id),
    constraint segments_type_key_key unique (type, key),
    constraint segments_type_check check (type in ('value_based', 'usage_based', 'health_based', 'industry',
        'lifecycle', 'custom')),
    constraint segments_client_count_check check (client_count >= 0),
    constraint segments_avg_health_score_check check (avg_health_score between 0 and 100)
);
create unique index segments_name_key on segments (lower(name));

--changeset cs:health:segment_members
create table segment_members (
    client_id text not null,
    segment_id text not null,
    added_at timestamptz not null,
    constraint segment_members_pkey primary key (client_id, segment_id),
    constraint segment_members_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint segment_members_segment_id_fkey foreign key (segment_id) references segments (segment_id)
);
create index segment_members_segment_id_idx on segment_members (segment_id);

--changeset cs:health:segment_member_changes
create table segment_member_changes (
    client_id text not null,
    changed_at timestamptz not null,
    type text not null,
    from_key text,
    to_key text,
    constraint segment_member_changes_pkey primary key (client_id, changed_at, type),
    constraint segment_member_changes_client_id_fkey foreign key (client_id) references clients (client_id)
);

--changeset cs:health:milestone_frameworks
create table milestone_frameworks (
    framework text not null,
    framework_version int not null,
    definitions jsonb not null,
    active boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint milestone_frameworks_pkey primary key (framework, framework_version),
    constraint milestone_frameworks_framework_version_check check (framework_version >= 0)
);
create unique index milestone_frameworks_active_key on milestone_frameworks (framework) where active;

--changeset cs:health:adoption_milestones
-- Inserted once, never moved.
create table adoption_milestones (
    client_id text not null,
    framework text not null,
    milestone_key text not null,
    framework_version int not null,
    achieved_on date not null,
    recorded_at timestamptz not null,
    evidence jsonb not null,
    constraint adoption_milestones_pkey primary key (client_id, framework, milestone_key),
    constraint adoption_milestones_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint adoption_milestones_framework_version_fkey foreign key (framework, framework_version) references
        milestone_frameworks (framework, framework_version),
    constraint adoption_milestones_framework_version_check check (framework_version >= 0)
);
create index adoption_milestones_achieved_on_idx on adoption_milestones (achieved_on);
create index adoption_milestones_framework_framework_version_idx on adoption_milestones (framework,
    framework_version);

--changeset cs:health:feature_adoption_daily
-- The newest portfolio run only.
create table feature_adoption_daily (
    client_id text not null,
    feature_key text not null,
    as_of date not null,
    active_user_count int not null default 0,
    adopter_count int not null default 0,
    adoption_rate double precision,
    constraint feature_adoption_daily_pkey primary key (client_id, feature_key),
    constraint feature_adoption_daily_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint feature_adoption_daily_active_user_count_check check (active_user_count >= 0),
    constraint feature_adoption_daily_adopter_count_check check (adopter_count >= 0),
    constraint feature_adoption_daily_adoption_rate_check check (adoption_rate between 0 and 1)
);
create index feature_adoption_daily_feature_key_idx on feature_adoption_daily (feature_key, client_id);

--changeset cs:health:segments_total_arr_amount
-- The sum over many clients has more digits than one amount. As its decimals stay, no row is rewritten.
alter table segments alter column total_arr_amount type numeric(20,2);
