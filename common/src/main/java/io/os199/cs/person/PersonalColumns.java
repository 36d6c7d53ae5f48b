package io.os199.cs.person;

import static io.os199.cs.person.PersonalTable.table;

import java.util.List;
import java.util.Set;

/**
 * Where the schema holds personal data, and what an erasure does there. A text column that is neither here nor in
 * {@link ImpersonalColumns} fails a test.
 *
 * <p>A person's rows are found by SQL over {@code :address} (in lower case) and what is known about the person by
 * then: {@code :contactIds}, {@code :memberIds}, {@code :advocateIds}, {@code :ticketIds}, {@code :responseIds},
 * {@code :itemIds}, and their user keys, {@code :keyClients} and {@code :keys}. Mentions are looked for in every row
 * of every column that is not kept; mentions of a name, only in rows of the person's clients and of no client.
 */
public final class PersonalColumns {
    private static final String USER =
            "(t.client_id, t.user_key) in (select k.client_id, k.user_key from"
                    + " unnest(cast(:keyClients as text[]), cast(:keys as text[])) as k (client_id,"
                    + " user_key))";

    private static final String CONTACT = "t.contact_id = any(:contactIds)";

    private static final String PRINCIPAL =
            "who called: a key, or the name that a token's issuer gave; it decides who sees the"
                    + " row";

    private static final String CLIENT =
            "the company's, by which everything of it is found; where it bears a person's name,"
                    + " rename it with update_client_info";

    /** Every table with a column that may hold personal data. */
    public static final List<PersonalTable> TABLES =
            List.of(
                    // core
                    table("client_names").kept(CLIENT, "name", "name_key", "external_id"),
                    table("clients")
                            .kept(CLIENT, "name", "company_name", "external_id")
                            .mentions("csm", "tags", "attributes"),
                    table("contacts")
                            .of("lower(trim(t.email)) = :address")
                            .pseudonym("email")
                            .name("name")
                            .emptied("title"),
                    table("contracts")
                            .mentions("signed_by", "payment_terms", "addons", "external_id"),
                    table("products").mentions("name", "family"),
                    table("features").mentions("name", "key"),
                    table("timeline_events").mentions("title", "detail", "actor", "ref_id"),
                    table("lifecycle_transitions").mentions("reason", "actor"),
                    // usage: the person stays one user, so that no count changes
                    table("usage_events").of(USER).pseudonym("user_key", "session_id", "event_id"),
                    table("usage_daily_users").of(USER).pseudonym("user_key"),
                    table("usage_user_features").of(USER).pseudonym("user_key"),
                    table("product_users").of(USER).pseudonym("user_key"),
                    // health
                    table("scoring_models").mentions("name"),
                    table("segments").mentions("name", "key", "criteria"),
                    table("adoption_milestones").mentions("evidence"),
                    // onboarding
                    table("onboarding_plans")
                            .mentions("name", "goals", "success_criteria", "owner"),
                    table("onboarding_milestones").mentions("name", "owner", "blocker_text"),
                    table("onboarding_tasks").mentions("title", "owner"),
                    table("onboarding_plan_automations").mentions("settings", "activated_by"),
                    table("training_modules").mentions("name", "objectives"),
                    table("training_attendance")
                            .of("lower(t.contact_email) = :address")
                            .pseudonym("contact_email"),
                    table("training_completions")
                            .of("lower(t.contact_email) = :address")
                            .pseudonym("contact_email"),
                    table("certification_programs").mentions("name"),
                    table("certifications")
                            .of("lower(t.contact_email) = :address")
                            .pseudonym("contact_email")
                            .mentions("revoke_reason"),
                    // retention
                    table("touchpoints")
                            .of(CONTACT)
                            .words("subject", "note_text")
                            .mentions("actor", "source_ref"),
                    table("playbooks").mentions("name", "goal", "steps"),
                    table("campaigns").mentions("owner", "goal", "result_text", "baseline"),
                    table("campaign_steps").mentions("title", "owner", "result_text"),
                    table("escalations")
                            .mentions(
                                    "title",
                                    "description_text",
                                    "owner",
                                    "opened_by",
                                    "resolution_text"),
                    table("escalation_updates").mentions("actor", "body_text"),
                    table("churn_events").mentions("reason", "competitor", "postmortem"),
                    table("surveys").mentions("name", "question", "link_url"),
                    table("survey_sends")
                            .of("lower(t.contact_email) = :address")
                            .pseudonym("contact_email"),
                    table("survey_responses")
                            .of("(lower(t.contact_email) = :address or " + CONTACT + ")")
                            .pseudonym("contact_email")
                            .words("reason_text")
                            .mentions("external_id"),
                    // communication
                    table("email_campaigns")
                            .mentions(
                                    "name",
                                    "subject",
                                    "body_text",
                                    "body_html",
                                    "sender_email",
                                    "sender_name",
                                    "target",
                                    "audience"),
                    table("email_messages")
                            .of("lower(t.contact_email) = :address")
                            .pseudonym("contact_email")
                            .words("subject")
                            .emptied("token_values")
                            .mentions("occurrence_key", "last_error"),
                    table("email_events").mentions("url"),
                    table("email_suppressions")
                            .of("t.email = :address")
                            .kept(
                                    "the person must not be mailed again, whoever sends their"
                                            + " address anew",
                                    "email"),
                    table("automations")
                            .mentions("name", "trigger", "target", "actions", "last_error"),
                    table("automation_runs").mentions("occurrence_key", "detail"),
                    table("automation_run_actions").mentions("error"),
                    table("tasks").mentions("title", "description", "owner"),
                    table("communities").mentions("name"),
                    table("community_members")
                            .of("(t.user_email = :address or " + CONTACT + ")")
                            .pseudonym("user_email")
                            .name("user_name"),
                    table("community_posts")
                            .of("t.member_id = any(:memberIds)")
                            .words("title_text", "content_text")
                            .mentions("tags", "flag_reason", "external_id"),
                    table("community_team_posts")
                            .mentions(
                                    "author",
                                    "title",
                                    "content",
                                    "tags",
                                    "flag_reason",
                                    "external_id"),
                    table("advocates")
                            .of("(t.contact_email = :address or " + CONTACT + ")")
                            .pseudonym("contact_email"),
                    table("advocacy_contributions")
                            .of("t.advocate_id = any(:advocateIds)")
                            .words("details_text")
                            .mentions("deal_reference"),
                    table("executive_reviews")
                            .mentions("attendees", "agenda", "objectives", "notes_text"),
                    table("review_action_items").mentions("title", "owner"),
                    table("newsletters")
                            .mentions("name", "subject", "preview_text", "sections", "target"),
                    table("newsletter_subscriptions")
                            .of("t.contact_email = :address")
                            .mentions("source")
                            .pseudonym("contact_email"),
                    // support
                    table("support_agents")
                            .of("lower(t.email) = :address")
                            .pseudonym("email")
                            .name("name")
                            .mentions("skills", "external_ids"),
                    table("business_calendars").mentions("name"),
                    table("calendar_holidays").mentions("name"),
                    table("tickets")
                            .of("(lower(t.requester_email) = :address or " + CONTACT + ")")
                            .pseudonym("requester_email")
                            .name("requester_name")
                            .words("subject", "description_text", "satisfaction_comment_text")
                            .mentions(
                                    "tags", "resolution_text", "escalation_reason", "external_id"),
                    table("ticket_comments")
                            .of(
                                    "("
                                            + CONTACT
                                            + " or t.author_type = 'customer' and t.contact_id is"
                                            + " null and t.ticket_id = any(:ticketIds))")
                            .words("content_text")
                            .mentions("external_id"),
                    table("ticket_status_changes").mentions("actor"),
                    table("kb_articles")
                            .mentions(
                                    "title",
                                    "summary",
                                    "body",
                                    "subcategory",
                                    "tags",
                                    "search_keywords",
                                    "author"),
                    table("kb_article_versions")
                            .mentions("title", "summary", "body", "author", "change_note"),
                    table("kb_searches").mentions("query"),
                    table("kb_votes").kept("a hash by which nobody votes twice", "voter_hash"),
                    table("portal_settings").mentions("welcome_text", "logo_url"),
                    table("portal_resources").mentions("title", "description", "url"),
                    // expansion
                    table("opportunities")
                            .mentions("finding_key", "owner", "next_action", "evidence"),
                    table("opportunity_stage_changes").mentions("actor"),
                    table("opportunity_findings").mentions("finding_key"),
                    table("renewals").mentions("owner"),
                    // feedback
                    table("feedback")
                            .of(
                                    "(lower(t.contact_email) = :address or t.response_id ="
                                            + " any(:responseIds))")
                            .pseudonym("contact_email")
                            .name("submitter_name")
                            .words("title", "content_text")
                            .mentions("tags", "subcategory", "source_ref"),
                    table("feedback_phrases").of("t.item_id = any(:itemIds)").phrase("phrase"),
                    table("insights")
                            .mentions(
                                    "title",
                                    "description",
                                    "customer_impact_text",
                                    "business_impact_text",
                                    "recommended_action_text",
                                    "recipients",
                                    "links",
                                    "resolution_text",
                                    "created_by"),
                    table("insight_clients").mentions("added_by"),
                    table("voc_reports").mentions("content", "created_by"),
                    table("roadmap_items").mentions("title", "description"),
                    table("roadmap_feedback").mentions("linked_by"),
                    // integrations and ingest
                    table("integrations").mentions("settings", "last_error"),
                    table("integration_cursors").mentions("name", "cursor"),
                    table("integration_outbox").mentions("payload"),
                    table("external_refs").mentions("remote_id", "set_by"),
                    table("integration_unmatched").mentions("remote_id"),
                    table("webhook_inbox").scrapped("body"),
                    table("imports").kept(PRINCIPAL, "principal").mentions("header"),
                    table("import_errors").mentions("message", "value"),
                    // platform
                    table("api_keys").mentions("name"),
                    table("audit_log")
                            .of("t.principal = :address")
                            .kept(PRINCIPAL, "principal")
                            .kept(
                                    "the log proves itself by its hashes; it holds ids, no names,"
                                            + " addresses or texts",
                                    "tool",
                                    "action",
                                    "object_ids",
                                    "outcome",
                                    "previous_hash",
                                    "entry_hash"),
                    table("jobs")
                            .kept(PRINCIPAL, "principal")
                            .mentions("arguments", "message", "result", "error"),
                    table("job_chunks").mentions("result"),
                    table("refresh_runs").mentions("name", "last_error"),
                    table("idempotency_keys")
                            .kept(PRINCIPAL, "principal")
                            .kept("chosen by the caller, for a day", "key")
                            .mentions("result"),
                    table("confirmations").kept(PRINCIPAL, "principal"),
                    table("staff_mails")
                            .of("lower(t.recipient_email) = :address")
                            .pseudonym("recipient_email")
                            .words("subject", "body_text")
                            .mentions("last_error"));

    /** Tables that repeat customers' words in rows of their own: stored answers, reports, and mails to colleagues. */
    static final Set<String> TOLD_IN =
            Set.of("voc_reports", "jobs", "job_chunks", "idempotency_keys", "staff_mails");

    /** Tables whose words are our own: mails and notes of conversations, which are similar for many people. */
    static final Set<String> OUR_WORDS = Set.of("email_messages", "staff_mails", "touchpoints");

    /** Tables with raw file content, which nothing reads after the import: their rows of ended imports are deleted. */
    public static final String FILE_ROWS = "import_(chunks|staging_\\w+)";

    private PersonalColumns() {}
}
