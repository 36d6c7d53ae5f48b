--liquibase formatted sql logicalFilePath:db/expansion.sql

--changeset cs:expansion:opportunities
-- Entries by hand get the same kind of finding_key.
create table opportunities (
    client_id text not null,
    opportunity_id text not null,
    type text not null,
    finding_key text not null,
    product_id text,
    stage text not null default 'identified',
    value_amount numeric(14,2),
    probability double precision,
    expected_close date,
    champion_contact_id text,
    owner text,
    next_action text,
    source_rule text,
    evidence jsonb not null default '{}',
    lost_reason text,
    closed_on date,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint opportunities_pkey primary key (client_id, opportunity_id),
    constraint opportunities_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint opportunities_product_id_fkey foreign key (product_id) references products (product_id),
    constraint opportunities_champion_contact_id_fkey foreign key (client_id, champion_contact_id) references
        contacts (client_id, contact_id),
    constraint opportunities_type_check check (type in ('upsell', 'cross_sell', 'seats', 'tier_upgrade', 'add_on',
        'multi_year')),
    constraint opportunities_stage_check check (stage in ('identified', 'qualified', 'proposed', 'negotiation',
        'won', 'lost')),
    constraint opportunities_probability_check check (probability between 0 and 1),
    constraint opportunities_lost_reason_check check (lost_reason in ('price', 'timing', 'no_need', 'competitor',
        'no_decision', 'client_churned', 'other')),
    constraint opportunities_version_check check (version >= 0),
    constraint opportunities_lost_stage_check check (stage <> 'lost' or lost_reason is not null),
    constraint opportunities_closed_on_check check ((closed_on is not null) = (stage in ('won', 'lost')))
);
create unique index opportunities_open_finding_key on opportunities (client_id, finding_key)
    where stage not in ('won', 'lost');
create index opportunities_stage_type_idx on opportunities (stage, type);
create index opportunities_closed_on_idx on opportunities (closed_on);
create index opportunities_opportunity_id_idx on opportunities (opportunity_id);
create index opportunities_product_id_idx on opportunities (product_id);
create index opportunities_champion_contact_id_idx on opportunities (client_id, champion_contact_id);

--changeset cs:expansion:opportunity_stage_changes
create table opportunity_stage_changes (
    client_id text not null,
    opportunity_id text not null,
    changed_at timestamptz not null,
    from_stage text,
    to_stage text not null,
    actor text not null,
    constraint opportunity_stage_changes_pkey primary key (client_id, opportunity_id, changed_at),
    constraint opportunity_stage_changes_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint opportunity_stage_changes_opportunity_id_fkey foreign key (client_id, opportunity_id) references
        opportunities (client_id, opportunity_id)
);

--changeset cs:expansion:opportunity_findings
create table opportunity_findings (
    client_id text not null,
    finding_key text not null,
    type text not null,
    product_id text,
    rules jsonb not null,
    units int,
    unit_price_amount numeric(14,2),
    value_amount numeric(14,2),
    value_basis text,
    recommended_tier text,
    found_at timestamptz not null,
    last_seen_at timestamptz not null,
    gone_at timestamptz,
    dismissed_until date,
    opportunity_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint opportunity_findings_pkey primary key (client_id, finding_key),
    constraint opportunity_findings_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint opportunity_findings_product_id_fkey foreign key (product_id) references products (product_id),
    constraint opportunity_findings_opportunity_id_fkey foreign key (client_id, opportunity_id) references
        opportunities (client_id, opportunity_id),
    constraint opportunity_findings_type_check check (type in ('upsell', 'cross_sell', 'seats', 'tier_upgrade',
        'add_on', 'multi_year')),
    constraint opportunity_findings_value_basis_check check (value_basis in ('list_price', 'contract_rate')),
    constraint opportunity_findings_recommended_tier_check check (recommended_tier in ('starter', 'standard',
        'professional', 'enterprise'))
);
create index opportunity_findings_type_idx on opportunity_findings (type, client_id) where gone_at is null;
create index opportunity_findings_product_id_idx on opportunity_findings (product_id);
create index opportunity_findings_opportunity_id_idx on opportunity_findings (client_id, opportunity_id);

--changeset cs:expansion:renewals
-- closed_on is the day the outcome was recorded; pending_loss_on the day on which a recorded loss is still to be
-- booked.
create table renewals (
    client_id text not null,
    contract_id text not null,
    renewal_date date not null,
    stage text not null default 'upcoming',
    stage_changed_at timestamptz not null,
    current_arr_amount numeric(14,2) not null,
    proposed_arr_amount numeric(14,2),
    outcome_arr_amount numeric(14,2),
    owner text,
    last_contact_on date,
    next_contact_on date,
    committed_on date,
    closed_on date,
    pending_loss_on date,
    lost_reason text,
    new_contract_id text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint renewals_pkey primary key (client_id, contract_id),
    constraint renewals_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint renewals_contract_id_fkey foreign key (client_id, contract_id) references contracts (client_id,
        contract_id),
    constraint renewals_new_contract_id_fkey foreign key (client_id, new_contract_id) references contracts
        (client_id, contract_id),
    constraint renewals_stage_check check (stage in ('upcoming', 'contacted', 'negotiating', 'committed',
        'renewed', 'lost')),
    constraint renewals_version_check check (version >= 0),
    constraint renewals_closed_on_check check ((closed_on is not null) = (stage in ('renewed', 'lost'))),
    constraint renewals_lost_reason_check check (lost_reason in ('client_churned', 'price', 'budget_cut',
        'missing_features', 'product_quality', 'poor_adoption', 'onboarding_failed', 'support_quality',
        'champion_left', 'competitor', 'business_closed', 'merger', 'other'))
);
create index renewals_renewal_date_idx on renewals (renewal_date, client_id);
create index renewals_pending_loss_on_idx on renewals (pending_loss_on) where pending_loss_on is not null;
create index renewals_closed_on_idx on renewals (closed_on);
create index renewals_new_contract_id_idx on renewals (client_id, new_contract_id);

--changeset cs:expansion:renewal_reminders
create table renewal_reminders (
    client_id text not null,
    contract_id text not null,
    days_before int not null,
    status text not null,
    sent_at timestamptz,
    constraint renewal_reminders_pkey primary key (client_id, contract_id, days_before),
    constraint renewal_reminders_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint renewal_reminders_contract_id_fkey foreign key (client_id, contract_id) references renewals
        (client_id, contract_id),
    constraint renewal_reminders_status_check check (status in ('sent', 'skipped')),
    constraint renewal_reminders_sent_at_check check ((status = 'sent') = (sent_at is not null))
);

--changeset cs:expansion:renewal_forecasts
-- One row per open renewal and day; a run repeated that day replaces it. probability is the weight used.
create table renewal_forecasts (
    client_id text not null,
    contract_id text not null,
    forecast_on date not null,
    forecast_at timestamptz not null,
    stage text not null,
    probability double precision,
    amount numeric(14,2) not null,
    current_arr_amount numeric(14,2) not null,
    forecast_arr_amount numeric(14,2),
    weight_basis text not null,
    factors jsonb not null default '{}',
    model_version int,
    constraint renewal_forecasts_pkey primary key (client_id, contract_id, forecast_on),
    constraint renewal_forecasts_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint renewal_forecasts_contract_id_fkey foreign key (client_id, contract_id) references renewals
        (client_id, contract_id),
    constraint renewal_forecasts_stage_check check (stage in ('upcoming', 'contacted', 'negotiating', 'committed',
        'renewed', 'lost')),
    constraint renewal_forecasts_probability_check check (probability between 0 and 1),
    constraint renewal_forecasts_model_version_check check (model_version >= 0)
);
create index renewal_forecasts_forecast_on_idx on renewal_forecasts (forecast_on, client_id);

--changeset cs:expansion:revenue_movements
-- The ledger from which ARR at any date, NRR, GRR and lifetime value come. A churn brings the client's ARR to
-- exactly 0.
create table revenue_movements (
    client_id text not null,
    effective_on date not null,
    movement_id text not null,
    kind text not null,
    arr_delta_amount numeric(14,2) not null,
    contract_id text,
    opportunity_id text,
    created_at timestamptz not null default now(),
    constraint revenue_movements_pkey primary key (client_id, effective_on, movement_id),
    constraint revenue_movements_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint revenue_movements_contract_id_fkey foreign key (client_id, contract_id) references contracts
        (client_id, contract_id),
    constraint revenue_movements_opportunity_id_fkey foreign key (client_id, opportunity_id) references
        opportunities (client_id, opportunity_id),
    constraint revenue_movements_kind_check check (kind in ('new', 'expansion', 'contraction', 'churn',
        'reactivation')),
    constraint revenue_movements_arr_delta_amount_check check (case when kind in ('contraction', 'churn') then
        arr_delta_amount < 0 else arr_delta_amount > 0 end)
);
create index revenue_movements_effective_on_idx on revenue_movements (effective_on, client_id);
create index revenue_movements_contract_id_idx on revenue_movements (client_id, contract_id);
create index revenue_movements_opportunity_id_idx on revenue_movements (client_id, opportunity_id);

--changeset cs:expansion:discount_policies
create table discount_policies (
    tier text not null,
    valid_from date not null,
    max_discount_rate double precision not null,
    approval_discount_rate double precision not null,
    target_uplift_rate double precision not null,
    two_year_discount_rate double precision not null,
    three_year_discount_rate double precision not null,
    prepay_discount_rate double precision not null,
    bundle_discount_rate double precision not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint discount_policies_pkey primary key (tier, valid_from),
    constraint discount_policies_tier_check check (tier in ('starter', 'standard', 'professional', 'enterprise')),
    constraint discount_policies_max_discount_rate_check check (max_discount_rate between 0 and 1),
    constraint discount_policies_approval_discount_rate_check check (approval_discount_rate between 0 and 1),
    constraint discount_policies_target_uplift_rate_check check (target_uplift_rate between 0 and 1),
    constraint discount_policies_two_year_discount_rate_check check (two_year_discount_rate between 0 and 1),
    constraint discount_policies_three_year_discount_rate_check check (three_year_discount_rate between 0 and 1),
    constraint discount_policies_prepay_discount_rate_check check (prepay_discount_rate between 0 and 1),
    constraint discount_policies_bundle_discount_rate_check check (bundle_discount_rate between 0 and 1),
    constraint discount_policies_approval_within_max_check check (approval_discount_rate <= max_discount_rate)
);

--changeset cs:expansion:economics
create table economics (
    effective_from date not null,
    gross_margin_rate double precision,
    discount_rate double precision,
    cost_per_ticket_amount numeric(14,2),
    cost_per_touchpoint_amount numeric(14,2),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint economics_pkey primary key (effective_from),
    constraint economics_gross_margin_rate_check check (gross_margin_rate between 0 and 1),
    constraint economics_discount_rate_check check (discount_rate between 0 and 1)
);
