package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.whole;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.RowFault;

import java.util.List;
import java.util.Objects;

/** Answers to surveys. */
final class SurveyResponses {
    private static final Layout LAYOUT =
            Layout.of(
                            text("external_id", 200).required(),
                            text("client", 200).required(),
                            choice("kind", "nps", "csat", "ces").required(),
                            whole("score", 0, 10).required(),
                            moment("responded_at").required(),
                            text("survey_id", 100),
                            address("contact_email"),
                            text("reason", 20_000).personal())
                    .checked(SurveyResponses::scale);

    private static final String STORED =
            Stored.byKeyOrId("survey_responses", "external_id", "response_id", "response");

    /**
     * A statement that updates the feedback holding an answer's words to what the answer says now, wherever it said
     * the same as the answer; other words, or words with another score, are read once more. Words that are withdrawn
     * stay, because others refer to them.
     */
    private static final String FEEDBACK =
            """
            update feedback f
            set type = s.kind,
                received_at = case when f.received_at = t.responded_at then s.responded_at else f.received_at end,
                contact_email = case when n.is_other then n.contact_email else f.contact_email end,
                submitter_name = case when n.is_other then null else f.submitter_name end,
                title = case when n.is_anew and f.content_text is null then null else f.title end,
                content_text = case when n.is_anew then n.reason else f.content_text end,
                sentiment = case when n.is_unread then null else f.sentiment end,
                sentiment_score = case when n.is_unread then null else f.sentiment_score end,
                sentiment_confidence = case when n.is_unread then null else f.sentiment_confidence end,
                sentiment_method = case when n.is_unread then null else f.sentiment_method end,
                sentiment_version = case when n.is_unread then null else f.sentiment_version end,
                sentiment_gap = case when n.is_unread then null else f.sentiment_gap end,
                hit_count = case when n.is_unread then null else f.hit_count end,
                language = case when n.is_unread then null else f.language end, updated_at = :now
            from import_staging_survey_responses s
            %1$s
            join feedback w on w.client_id = t.client_id and w.response_id = t.response_id
            cross join lateral (
                select o.contact_email, o.reason, a.is_anew,
                    lower(o.contact_email) is distinct from lower(t.contact_email)
                        and lower(w.contact_email) is not distinct from lower(t.contact_email) as is_other,
                    a.is_anew or (s.kind, s.score) is distinct from (t.kind, t.score)
                        and coalesce(w.content_text, w.title) <> '[erased]' as is_unread
                from (select %2$s as contact_email, %3$s as reason) o
                cross join lateral (
                    select o.reason is not null and o.reason is distinct from t.reason_text
                        and (coalesce(w.content_text, w.title) is not distinct from t.reason_text or t.reason_text is null)
                        as is_anew) a) n
            where :update and f.client_id = w.client_id and f.feedback_id = w.feedback_id
                and (s.kind, s.score, s.responded_at, n.contact_email, n.reason)
                    is distinct from (t.kind, t.score, t.responded_at, t.contact_email, t.reason_text)
                and %4$s
            """
                    .formatted(
                            STORED,
                            TableKind.Builder.kept("contact_email", "contact_email"),
                            TableKind.Builder.kept("reason_text", "reason"),
                            Batch.ROWS);

    private SurveyResponses() {}

    /** Checks the score, because each kind of survey has its own scale. */
    private static List<RowFault> scale(Row row) {
        String kind = Objects.requireNonNull(row.get("kind"));
        int score = Integer.parseInt(Objects.requireNonNull(row.get("score")));
        int least = kind.equals("nps") ? 0 : 1;
        int most =
                switch (kind) {
                    case "nps" -> 10;
                    case "csat" -> 5;
                    default -> 7;
                };
        String message = "score of %s must be from %d to %d".formatted(kind, least, most);
        return score >= least && score <= most
                ? List.of()
                : List.of(
                        new RowFault(
                                row.line(),
                                "score",
                                FaultCode.OUT_OF_RANGE,
                                message,
                                Integer.toString(score)));
    }

    static Kind kind() {
        return TableKind.of("survey_responses", LAYOUT)
                .ofClient()
                .id("response_id", "response")
                .uniqueIn("external_id")
                .stored(STORED)
                .first(FEEDBACK)
                .value(
                        "external_id",
                        "case when t.response_id = s.external_id then t.external_id else"
                                + " s.external_id end")
                .set("kind", "score", "responded_at", "survey_id", "contact_email")
                .setFrom("reason_text", "reason")
                .emptiedUnless(
                        "case when 'reason' = any(s.cleared) then null else coalesce(s.reason,"
                                + " t.reason_text) end is not distinct from t.reason_text",
                        "sentiment",
                        "sentiment_score",
                        "sentiment_confidence",
                        "sentiment_method",
                        "sentiment_version",
                        "sentiment_gap",
                        "language")
                .value(
                        "contact_id",
                        """
                        case when 'contact_email' = any(s.cleared) then null else coalesce((
                            select c.contact_id from contacts c
                            where c.client_id = s.client_id and lower(c.email) = lower(s.contact_email)
                            order by c.contact_id is not distinct from t.contact_id desc,
                                c.left_company_at desc nulls first, c.contact_id
                            limit 1), t.contact_id) end\
                        """)
                .check(
                        Check.unknown(
                                "survey_id",
                                "is no survey's; import surveys first",
                                "select from surveys v where v.survey_id = s.survey_id"))
                .check(
                        Check.conflict(
                                "survey_id",
                                "is a survey of another kind",
                                "exists (select from surveys v where v.survey_id = s.survey_id and"
                                        + " v.kind <> s.kind)"))
                .engages("responded_at")
                .export(
                        """
                        select coalesce(t.external_id, t.response_id) as external_id, %s as client, t.kind, t.score,
                            %s as responded_at, t.survey_id, t.contact_email, t.reason_text as reason
                        from survey_responses t
                        order by t.client_id, t.responded_at, t.response_id
                        """
                                .formatted(Exports.CLIENT, Exports.moment("t.responded_at")))
                .build();
    }
}
