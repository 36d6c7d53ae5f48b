package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;

import io.os199.cs.core.model.Severity;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.platform.json.WireName;

/** What clients said of the product and of us. */
final class Feedback {
    private static final Layout LAYOUT =
            Layout.of(
                    choice(
                                    "source",
                                    "survey",
                                    "in_app",
                                    "email",
                                    "call",
                                    "meeting",
                                    "ticket",
                                    "social_media",
                                    "review_site",
                                    "community",
                                    "other")
                            .required(),
                    text("source_ref", 200).required(),
                    text("client", 200).required(),
                    choice(
                                    "type",
                                    "nps",
                                    "csat",
                                    "ces",
                                    "feature_request",
                                    "bug_report",
                                    "product_feedback",
                                    "service_feedback",
                                    "general")
                            .required(),
                    text("content", 20_000).required().personal(),
                    moment("received_at").required(),
                    address("contact_email"),
                    text("title", 500).personal(),
                    choice(
                            "category",
                            "product",
                            "service",
                            "support",
                            "billing",
                            "documentation",
                            "onboarding",
                            "performance",
                            "integration",
                            "security",
                            "other"),
                    texts("tags", 50, 100),
                    choice("priority", WireName.all(Severity.class)));

    /** Who looks after it: the routing of {@code collect_feedback}. */
    private static final String TEAM =
            """
            coalesce(t.assigned_team, case
                when s.type in ('feature_request', 'bug_report', 'product_feedback') then 'product'
                when s.category = 'billing' then 'finance'
                when s.type = 'service_feedback' or s.category in ('support', 'service') then 'support'
                when s.priority = 'critical' then 'cs_leadership'
                else 'cs' end)\
            """;

    /** Whether the words stay what they were, so that they need not be scored anew. */
    private static final String SAME_WORDS =
            """
            case when 'title' = any(s.cleared) then null else coalesce(s.title, t.title) end
                is not distinct from t.title and s.content = coalesce(t.content_text, t.title)\
            """;

    private Feedback() {}

    static Kind kind() {
        return TableKind.of("feedback", LAYOUT)
                .ofClient()
                .id("feedback_id", "feedback")
                .uniqueIn("source_ref", "s.source", "s.source_ref")
                .stored(
                        Stored.byKeyOrId(
                                "feedback",
                                "source_ref",
                                "feedback_id",
                                "feedback",
                                " and c.source = s.source"))
                .value("source", "s.source")
                .value(
                        "source_ref",
                        "case when t.feedback_id = s.source_ref then t.source_ref else s.source_ref"
                                + " end")
                .set("type", "received_at", "contact_email", "title", "category")
                // One that has only a title is exported with it as its words.
                .value(
                        "content_text",
                        "case when t.feedback_id is not null and t.content_text is null and"
                                + " s.content = t.title then null else s.content end")
                .setOr("tags", "tags", "'{}'")
                .setOr("priority", "priority", "'medium'")
                .value("assigned_team", TEAM)
                .emptiedUnless(
                        SAME_WORDS,
                        "sentiment",
                        "sentiment_score",
                        "sentiment_confidence",
                        "sentiment_method",
                        "sentiment_version",
                        "sentiment_gap",
                        "hit_count",
                        "language")
                .engages("received_at")
                .export(
                        """
                        select t.source, coalesce(t.source_ref, t.feedback_id) as source_ref, %s as client, t.type,
                            coalesce(t.content_text, t.title) as content, %s as received_at, t.contact_email, t.title,
                            t.category, %s as tags, t.priority
                        from feedback t
                        order by t.client_id, t.received_at, t.feedback_id
                        """
                                .formatted(
                                        Exports.CLIENT,
                                        Exports.moment("t.received_at"),
                                        Exports.texts("t.tags")))
                .build();
    }
}
