package io.os199.cs.quickstart.demo;

import java.util.Locale;

/** The tables that are filled, referenced ones before those that refer to them, with the columns that are given. */
enum Table {
    PRODUCTS(
            "product_id, name, family, list_price_amount, price_unit, tiers, complements,"
                    + " created_at, updated_at"),
    PRODUCT_PRICES(
            "product_id, tier, valid_from, list_price_amount, price_unit, created_at, updated_at"),
    FEATURES(
            "feature_id, product_id, key, name, category, min_tier, is_core, released_on,"
                    + " created_at, updated_at"),
    SUPPORT_AGENTS("agent_id, name, email, team, seniority, skills, created_at, updated_at"),
    BUSINESS_CALENDARS("calendar_id, name, time_zone, created_at, updated_at"),
    CALENDAR_HOURS("calendar_id, iso_weekday, opens, closes"),
    SLA_POLICIES(
            "priority, tier, first_response_minutes, resolution_minutes, calendar, calendar_id,"
                    + " created_at, updated_at"),
    SURVEYS("survey_id, kind, name, question, active, created_at, updated_at"),

    CLIENT_NAMES("client_id, name, external_id, created_at, updated_at"),
    CLIENTS(
            "client_id, name, company_name, external_id, industry, tier, lifecycle_stage, status,"
                    + " contract_value, contract_start_date, contract_end_date, renewal_date, csm,"
                    + " last_engagement_at, usage_seq, tags, created_at, updated_at"),
    CONTACTS(
            "client_id, contact_id, name, email, title, role, is_primary, newsletter_opt_in,"
                    + " left_company_at, created_at, updated_at"),
    CONTRACTS(
            "client_id, contract_id, type, value, billing_frequency, start_date, end_date,"
                    + " renewal_date, auto_renew, payment_terms, payment_status, tier,"
                    + " included_users, products, status, terminated_on, created_at, updated_at"),
    PAYMENT_STATUS_CHANGES("client_id, contract_id, changed_at, from_status, to_status"),
    OPPORTUNITIES(
            "client_id, opportunity_id, type, finding_key, product_id, stage, value_amount,"
                    + " probability, expected_close, owner, next_action, lost_reason, closed_on,"
                    + " created_at, updated_at"),
    OPPORTUNITY_STAGE_CHANGES("client_id, opportunity_id, changed_at, from_stage, to_stage, actor"),
    RENEWALS(
            "client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount,"
                    + " proposed_arr_amount, outcome_arr_amount, owner, last_contact_on,"
                    + " next_contact_on, committed_on, closed_on, lost_reason, new_contract_id,"
                    + " created_at, updated_at"),
    REVENUE_MOVEMENTS(
            "client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id,"
                    + " opportunity_id, created_at"),
    CHURN_EVENTS(
            "client_id, churned_on, reason, reason_code, arr_lost_amount, competitor, created_at,"
                    + " updated_at"),

    PRODUCT_USERS(
            "client_id, user_key, contact_id, role, first_seen_on, last_seen_on, created_at,"
                    + " updated_at"),
    USAGE_DAILY_USERS(
            "client_id, day, user_key, event_count, session_count, minutes, feature_count"),
    USAGE_DAILY_FEATURES("client_id, day, feature_key, event_count, user_count, minutes"),
    USAGE_USER_FEATURES(
            "client_id, feature_key, user_key, first_used_on, last_used_on, use_day_count,"
                    + " adopted_on, event_count, unkept_day_count, unkept_event_count"),
    USAGE_HOURLY("client_id, hour_start, event_count, user_count"),

    TICKETS(
            "client_id, ticket_id, source, subject, description_text, priority, category, status,"
                    + " requester_email, requester_name, contact_id, agent_id, team, opened_at,"
                    + " assigned_at, first_response_at, resolved_at, closed_at, calendar_id,"
                    + " first_response_target_minutes, resolution_target_minutes,"
                    + " first_response_due_at, resolution_due_at, first_response_risk_at,"
                    + " resolution_risk_at, first_response_breached_at, resolution_breached_at,"
                    + " sla_paused_at, sla_paused_seconds, first_response_seconds,"
                    + " resolution_seconds, resolution_text, satisfaction, satisfaction_scale,"
                    + " satisfaction_at, created_at, updated_at"),
    TICKET_COMMENTS(
            "client_id, ticket_id, comment_id, author_type, agent_id, contact_id, is_public,"
                    + " content_text, at"),
    TICKET_STATUS_CHANGES("client_id, ticket_id, at, change_id, from_status, to_status, actor"),
    ESCALATIONS(
            "client_id, escalation_id, severity, status, title, owner, opened_by, opened_at,"
                    + " acknowledged_at, acknowledge_due_at, due_at, resolved_at, closed_at,"
                    + " root_cause, resolution_text, ticket_id, created_at, updated_at"),
    ESCALATION_UPDATES(
            "client_id, escalation_id, update_no, at, actor, kind, from_status, to_status"),

    TOUCHPOINTS(
            "client_id, occurred_at, touchpoint_id, kind, direction, subject, actor, contact_id,"
                    + " answered_at, source_ref, created_at, updated_at"),
    SURVEY_SENDS("client_id, survey_id, contact_email, sent_on, sent_at"),
    SURVEY_RESPONSES(
            "client_id, response_id, survey_id, kind, score, reason_text, contact_email,"
                    + " contact_id, responded_at, created_at, updated_at"),
    EXECUTIVE_REVIEWS(
            "client_id, review_id, type, scheduled_at, attendees, agenda, objectives, status,"
                    + " completed_at, satisfaction, notes_text, next_review_on, created_at,"
                    + " updated_at"),
    REVIEW_ACTION_ITEMS(
            "client_id, review_id, item_no, title, owner, owner_side, due_date, status, done_at,"
                    + " created_at, updated_at"),
    ONBOARDING_PLANS(
            "client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,"
                    + " target_date, baseline_target_date, completed_on, goals, success_criteria,"
                    + " status, owner, template_version, created_at, updated_at"),
    ONBOARDING_MILESTONES(
            "client_id, plan_id, sequence, name, milestone_key, week, planned_start_on, due_date,"
                    + " started_on, completed_on, status, estimated_hours, owner, depends_on,"
                    + " is_first_value, created_at, updated_at"),
    ONBOARDING_TASKS(
            "client_id, plan_id, milestone_sequence, task_no, title, status, owner, due_date,"
                    + " completed_on, created_at, updated_at"),
    TASKS(
            "client_id, task_id, title, owner, priority, due_date, status, source, source_id,"
                    + " created_at, updated_at"),
    LIFECYCLE_TRANSITIONS("client_id, changed_at, from_stage, to_stage, reason, actor"),
    TIMELINE_EVENTS(
            "client_id, occurred_at, event_id, type, title, detail, impact, is_milestone, actor,"
                    + " source, ref_id");

    private final String columns;
    private final int columnCount;

    Table(String columns) {
        this.columns = columns;
        this.columnCount = (int) columns.chars().filter(c -> c == ',').count() + 1;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    int columnCount() {
        return columnCount;
    }

    String copyStatement() {
        return "copy " + wire() + " (" + columns + ") from stdin";
    }
}
