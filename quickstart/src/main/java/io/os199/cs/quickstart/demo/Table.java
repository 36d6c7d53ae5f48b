package io.os199.cs.quickstart.demo;

import java.util.Locale;

/** The tables that are filled, referenced ones before those that refer to them, with the columns that are written. */
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
    SURVEYS("survey_id, kind, name, question, link_url, active, created_at, updated_at"),
    CALENDAR_HOLIDAYS("calendar_id, day, name"),
    DISCOUNT_POLICIES(
            "tier, valid_from, max_discount_rate, approval_discount_rate, target_uplift_rate,"
                    + " two_year_discount_rate, three_year_discount_rate, prepay_discount_rate,"
                    + " bundle_discount_rate, created_at, updated_at"),
    ECONOMICS(
            "effective_from, gross_margin_rate, discount_rate, cost_per_ticket_amount,"
                    + " cost_per_touchpoint_amount, created_at, updated_at"),
    TRAINING_MODULES(
            "module_id, code, name, format, level, duration_minutes, passing_score_rate,"
                    + " created_at, updated_at"),
    CERTIFICATION_PROGRAMS(
            "level, program_version, name, required_modules, passing_score_rate, active,"
                    + " created_at, updated_at"),
    PLAYBOOKS(
            "playbook_key, playbook_version, name, kind, goal, steps, active, created_at,"
                    + " updated_at"),
    AUTOMATIONS(
            "automation_id, kind, name, trigger_type, trigger, actions, status, activated_at,"
                    + " created_at, updated_at"),
    EMAIL_CAMPAIGNS(
            "campaign_id, name, template_type, message_class, subject, body_text,"
                    + " sender_email, sender_name, target, scheduled_at, fanout_done_at, status,"
                    + " created_at, updated_at"),
    NEWSLETTERS(
            "newsletter_id, series_key, name, edition_no, subject, sections, target,"
                    + " scheduled_at, recurrence, campaign_id, status, created_at, updated_at"),
    COMMUNITIES("community_id, name, type, created_at, updated_at"),
    COMMUNITY_TEAM_POSTS(
            "community_id, post_id, author, kind, title, content, posted_at, created_at,"
                    + " updated_at"),
    KB_ARTICLES(
            "article_id, title, summary, body, category, tags, status, author, published_at,"
                    + " created_at, updated_at"),
    KB_ARTICLE_VERSIONS(
            "article_id, article_version, title, summary, body, state, author, at,"
                    + " created_at, updated_at"),
    KB_ARTICLE_VIEWS("article_id, day, view_count"),
    KB_VOTES("article_id, voter_hash, helpful, at"),
    INSIGHTS(
            "insight_id, insight_type, title, description, priority, status, recipients,"
                    + " delivered_at, created_by, created_at, updated_at"),
    ROADMAP_ITEMS(
            "item_id, title, description, status, target_period, published_at, created_at,"
                    + " updated_at"),

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
    CONTRACT_LIMITS(
            "client_id, contract_id, feature_key, included_quantity, block_quantity,"
                    + " unit_price_amount, created_at, updated_at"),
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
    RENEWAL_REMINDERS("client_id, contract_id, days_before, status, sent_at"),
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
                    + " adopted_on, event_count, last_day_event_count, unkept_day_count,"
                    + " unkept_event_count"),
    USAGE_EVENTS(
            "client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,"
                    + " duration_seconds, source"),
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
    TRAINING_SESSIONS(
            "client_id, session_id, module_id, format, scheduled_at, duration_minutes,"
                    + " status, created_at, updated_at"),
    TRAINING_ATTENDANCE(
            "client_id, session_id, contact_email, status, attended_minutes, feedback_rating,"
                    + " created_at, updated_at"),
    TRAINING_COMPLETIONS(
            "client_id, module_id, contact_email, attempt, session_id, started_at,"
                    + " completed_at, score_rate, passed, created_at, updated_at"),
    CERTIFICATIONS(
            "client_id, certification_id, contact_email, level, program_version, issued_on,"
                    + " expires_on, created_at, updated_at"),
    EMAIL_MESSAGES(
            "client_id, message_id, campaign_id, contact_email, subject, status, provider_id,"
                    + " attempts, next_attempt_at, handed_over_at, sent_at, is_taken, is_delivered,"
                    + " first_opened_at, is_clicked, is_bounced, created_at, updated_at"),
    EMAIL_EVENTS("client_id, message_id, provider_event_id, at, type, url"),
    EMAIL_SUPPRESSIONS("email, scope, reason, source, message_id, created_at, updated_at"),
    NEWSLETTER_SUBSCRIPTIONS(
            "client_id, contact_email, status, changed_at, source, created_at, updated_at"),
    CAMPAIGNS(
            "client_id, campaign_id, kind, playbook_key, playbook_version,"
                    + " intervention_level, status, owner, goal, baseline, started_on, ends_on,"
                    + " closed_on, outcome, created_at, updated_at"),
    CAMPAIGN_STEPS(
            "client_id, campaign_id, step_no, title, channel, owner, due_date, status,"
                    + " done_at, created_at, updated_at"),
    AUTOMATION_RUNS(
            "client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status,"
                    + " created_at, updated_at"),
    AUTOMATION_RUN_ACTIONS("client_id, run_id, action_no, type, status, attempts, ref_id, done_at"),
    ONBOARDING_PLAN_AUTOMATIONS(
            "client_id, plan_id, automation_id, active, activated_at, activated_by,"
                    + " created_at, updated_at"),
    COMMUNITY_MEMBERS(
            "client_id, community_id, member_id, contact_id, user_email, user_name,"
                    + " joined_at, created_at, updated_at"),
    COMMUNITY_POSTS(
            "client_id, community_id, post_id, member_id, kind, parent_post_id, title_text,"
                    + " content_text, posted_at, created_at, updated_at"),
    COMMUNITY_VOTES("client_id, community_id, post_id, voter_member_id, at"),
    ADVOCATES(
            "client_id, advocate_id, contact_id, contact_email, tier, lifetime_points,"
                    + " redeemed_points, enrolled_on, created_at, updated_at"),
    ADVOCACY_CONTRIBUTIONS(
            "client_id, advocate_id, contribution_id, type, points, base_points, multiplier,"
                    + " at, created_at, updated_at"),
    KB_SEARCHES("client_id, search_id, at, query, source, result_count"),
    PORTAL_SETTINGS("client_id, features, primary_color, welcome_text, created_at, updated_at"),
    PORTAL_DOMAINS("client_id, custom_domain, domain_status, verified_at, created_at, updated_at"),
    PORTAL_RESOURCES("client_id, resource_id, type, title, url, added_at, created_at, updated_at"),
    PORTAL_RESOURCE_VIEWS("client_id, day, resource_id, view_count"),
    PORTAL_VISITS("client_id, day, visit_count, user_count, kb_view_count"),
    FEEDBACK(
            "client_id, feedback_id, type, source, source_ref, response_id, contact_email,"
                    + " submitter_name, title, content_text, category, tags, priority, status,"
                    + " assigned_team, decided_at, received_at, created_at, updated_at"),
    INSIGHT_EVIDENCE("client_id, feedback_id, insight_id, linked_at"),
    INSIGHT_CLIENTS("client_id, insight_id, added_by, added_at"),
    ROADMAP_FEEDBACK("client_id, feedback_id, item_id, linked_at, linked_by"),

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
