package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;

import io.os199.cs.core.model.Severity;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.platform.json.WireName;

/** What clients said about the product and about us. */
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
                    choice("priority", WireName.all(Severity.class)),
                    text("response", 200));

    private static final String STORED =
            Stored.byKeyOrId(
                    "feedback",
                    "source_ref",
                    "feedback_id",
                    "feedback",
                    " and c.source = s.source");

    /** A statement that finds the survey answer a row names. */
    private static final String NAMED_ANSWER =
            """
            update import_staging_feedback s set response_id = coalesce(
                (select r.response_id from survey_responses r
                 where r.client_id = s.client_id and r.response_id = s.response),
                (select r.response_id from survey_responses r
                 where r.client_id = s.client_id and r.external_id = s.response))
            where s.response is not null and %s
            """
                    .formatted(Batch.ROWS);

    /**
     * A statement that finds the answer for rows of older files, which do not name it: the answer that the survey
     * calls by the same reference as the words, if no other words belong to it.
     */
    private static final String SAME_ANSWER =
            """
            update import_staging_feedback s set response_id = r.response_id
            from survey_responses r
            where s.response is null and not 'response' = any(s.cleared) and s.source = 'survey'
                and r.client_id = s.client_id and r.external_id = s.source_ref and r.kind = s.type
                and not exists (select from feedback f
                    where f.client_id = r.client_id and f.response_id = r.response_id)
                and not exists (select from import_staging_feedback o
                    where o.import_id = :importId and o.client_id = r.client_id and o.response_id = r.response_id)
                and %s
            """
                    .formatted(Batch.ROWS);

    /** The team that looks after the feedback, by the routing of {@code collect_feedback}. */
    private static final String TEAM =
            """
            coalesce(t.assigned_team, case
                when s.type in ('feature_request', 'bug_report', 'product_feedback') then 'product'
                when s.category = 'billing' then 'finance'
                when s.type = 'service_feedback' or s.category in ('support', 'service') then 'support'
                when s.priority = 'critical' then 'cs_leadership'
                else 'cs' end)\
            """;

    /**
     * Whether the words stay the same, also as to which answer they belong to, so that they need not be scored again.
     */
    private static final String SAME_WORDS =
            """
            case when 'title' = any(s.cleared) then null else coalesce(s.title, t.title) end
                is not distinct from t.title and s.content = coalesce(t.content_text, t.title)
                and (t.response_id is not null or s.response_id is null)\
            """;

    private Feedback() {}

    /**
     * Returns SQL for whether the stored row {@code t} of a staged one, if any, meets a condition, where it would be
     * written.
     */
    private static String ofStored(String condition) {
        return "exists (select from (values (1)) one\n%s%s and (:update or t.feedback_id is null))"
                .formatted(STORED, condition);
    }

    static Kind kind() {
        return TableKind.of("feedback", LAYOUT)
                .ofClient()
                .id("feedback_id", "feedback")
                .uniqueIn("source_ref", "s.source", "s.source_ref")
                // Rows without an answer each have a key of their own.
                .alsoUnique("response", "s.client_id", "coalesce(s.response, s.row_id)")
                .stored(STORED)
                .prepared(
                        (tx, batch) -> {
                            MergeDao dao = tx.dao(MergeDao.class);
                            dao.update(NAMED_ANSWER, batch);
                            dao.update(SAME_ANSWER, batch);
                        })
                .value("source", "s.source")
                .value(
                        "source_ref",
                        "case when t.feedback_id = s.source_ref then t.source_ref else s.source_ref"
                                + " end")
                .set("type", "received_at", "contact_email", "title", "category")
                // Feedback that has only a title is exported with it as its words.
                .value(
                        "content_text",
                        "case when t.feedback_id is not null and t.content_text is null and"
                                + " s.content = t.title then null else s.content end")
                .setOr("tags", "tags", "'{}'")
                .setOr("priority", "priority", "'medium'")
                .value("assigned_team", TEAM)
                .value("response_id", "coalesce(t.response_id, s.response_id)")
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
                .check(
                        new Check(
                                "response",
                                FaultCode.UNKNOWN_REFERENCE,
                                "response is no answer of the client; import survey_responses"
                                        + " first",
                                "s.response is not null and s.response_id is null"))
                .check(Check.sameRow("feedback", "response", "client_id", "response_id"))
                .check(
                        Check.conflict(
                                "response",
                                "is not the answer that these words are of already, or other words"
                                        + " are of it",
                                ofStored(
                                        """
                                        where t.response_id is distinct from s.response_id
                                            and (s.response is not null or 'response' = any(s.cleared))
                                            and (t.response_id is not null or exists (select from feedback f
                                                where f.client_id = s.client_id and f.response_id = s.response_id))
                                        """)))
                .check(
                        Check.conflict(
                                "type",
                                "is not the kind of the answer that these words are of",
                                ofStored(
                                        """
                                        join survey_responses r on r.client_id = s.client_id
                                            and r.response_id = coalesce(t.response_id, s.response_id)
                                        where r.kind <> s.type
                                        """)))
                .engages("received_at")
                .export(
                        """
                        select t.source, coalesce(t.source_ref, t.feedback_id) as source_ref, %s as client, t.type,
                            coalesce(t.content_text, t.title) as content, %s as received_at, t.contact_email, t.title,
                            t.category, %s as tags, t.priority, coalesce(r.external_id, r.response_id) as response
                        from feedback t
                        left join survey_responses r on r.client_id = t.client_id and r.response_id = t.response_id
                        order by t.client_id, t.received_at, t.feedback_id
                        """
                                .formatted(
                                        Exports.CLIENT,
                                        Exports.moment("t.received_at"),
                                        Exports.texts("t.tags")))
                .build();
    }
}
