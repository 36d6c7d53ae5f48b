package io.os199.cs.schema;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** The kinds of tables of the data model. A table that is in no list is owned by a client and mutable. */
final class Tables {
    private static final String REF =
            """
            client_names products product_prices features scoring_models segments milestone_frameworks training_modules
            certification_programs playbooks surveys email_campaigns email_suppressions automations communities
            community_team_posts newsletters support_agents business_calendars calendar_hours calendar_holidays
            sla_policies kb_articles kb_article_versions portal_domains discount_policies economics insights
            voc_reports roadmap_items integrations external_refs
            """;
    private static final String LOCAL =
            """
            kb_searches kb_article_views kb_votes integration_cursors integration_unmatched webhook_inbox imports
            import_chunks import_errors api_keys audit_log audit_chains jobs job_chunks refresh_runs
            idempotency_keys confirmations staff_mails table_partitions
            """;
    private static final String BARE =
            """
            payment_status_changes timeline_events lifecycle_transitions usage_events usage_daily_features
            usage_daily_users usage_hourly usage_user_features usage_dirty_days health_scores churn_predictions
            segment_members segment_member_changes adoption_milestones feature_adoption_daily escalation_updates
            survey_sends automation_watches email_events automation_run_actions community_votes calendar_hours
            calendar_holidays ticket_comments ticket_status_changes kb_searches kb_article_views kb_votes
            portal_resource_views portal_visits opportunity_stage_changes renewal_reminders renewal_forecasts
            revenue_movements feedback_phrases insight_evidence insight_clients roadmap_feedback
            integration_unmatched webhook_inbox import_chunks import_errors audit_log
            """;
    private static final String WITH_TABLES =
            """
            with tables as (
                select c.oid, c.relname as name, c.relname = any (%s) as bare,
                    case
                        when c.relname = any (%s) then 'ref'
                        when c.relname = any (%s) then 'local'
                        when c.relname like 'import\\_staging\\_%%' then 'staging'
                        else 'owned'
                    end as kind
                from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and c.relname not like 'databasechangelog%%'
            )
            """
                    .formatted(array(BARE), array(REF), array(LOCAL));

    private Tables() {}

    static List<String> offenders(Handle handle, Rule rule) {
        return names(handle, rule.offenders);
    }

    static List<String> ofKind(Handle handle, String kind) {
        return names(handle, "select name from tables where kind = '" + kind + "' order by name");
    }

    /** Returns the tables named in the lists, which must exist in the database. */
    static List<String> listed() {
        return List.of((REF + LOCAL + BARE).strip().split("\\s+"));
    }

    private static List<String> names(Handle handle, String query) {
        return handle.createQuery(WITH_TABLES + query).mapTo(String.class).list();
    }

    private static String array(String names) {
        return "string_to_array('" + String.join(" ", names.strip().split("\\s+")) + "', ' ')";
    }
}
