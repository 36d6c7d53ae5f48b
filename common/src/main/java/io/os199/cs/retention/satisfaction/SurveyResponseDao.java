package io.os199.cs.retention.satisfaction;

import io.os199.cs.retention.satisfaction.SurveyResponses.NewAnswer;
import io.os199.cs.retention.satisfaction.SurveyResponses.UnreadReason;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the table {@code survey_responses}. */
interface SurveyResponseDao {
    @SqlQuery("select kind from surveys where survey_id = :surveyId")
    Optional<SurveyKind> kind(String surveyId);

    @SqlUpdate(
            """
            insert into survey_responses (client_id, response_id, survey_id, kind, score, reason_text, contact_email,
                contact_id, responded_at, external_id, created_at, updated_at)
            values (:clientId, :responseId, :surveyId, :kind, :score, :reasonText, :contactEmail,
                (select c.contact_id
                 from contacts c
                 where c.client_id = :clientId and lower(c.email) = lower(:contactEmail)
                 order by c.left_company_at desc nulls first, c.contact_id
                 limit 1),
                :respondedAt, :externalId, :now, :now)
            on conflict do nothing
            """)
    int insert(@BindMethods NewAnswer answer, Instant now);

    /** Stores the sentiment of reasons, given as a JSON array of {@link SurveyResponses.ReasonMood}. */
    @SqlUpdate(
            """
            update survey_responses r
            set sentiment = m.label, sentiment_score = m.score, sentiment_confidence = m.confidence,
                sentiment_method = m.method, sentiment_version = m.method_version, language = m.language,
                sentiment_gap = m.gap, updated_at = :now
            from jsonb_to_recordset(cast(:moods as jsonb)) as m (client_id text, response_id text, label text,
                score double precision, confidence double precision, method text, method_version text, language text,
                gap text)
            where r.client_id = m.client_id and r.response_id = m.response_id
            """)
    void keep(String moods, Instant now);

    /**
     * The reasons that are not already stored as feedback; erased words keep the sentiment found while they were
     * there.
     */
    String REASONS =
            """
            (select r.client_id, r.response_id
             from survey_responses r
             where r.reason_text <> '[erased]'
                and not exists (
                    select
                    from feedback f
                    where f.client_id = r.client_id and f.response_id = r.response_id)
                and r.sentiment_method || ' ' || r.sentiment_version\
            """;

    /**
     * Reads three ranges of one index, which a single condition could not do. Rows that others have locked are
     * skipped; the client's row is locked first, because writing the phrases needs it.
     */
    @SqlQuery(
            "with unread as ("
                    + REASONS
                    + " is null limit :most) union all "
                    + REASONS
                    + " < :readBy limit :most) union all "
                    + REASONS
                    + " > :readBy limit :most))\n"
                    + """
                    select r.client_id, r.response_id, r.reason_text, r.responded_at
                    from survey_responses r
                    join clients c using (client_id)
                    where (r.client_id, r.response_id) in (select client_id, response_id from unread)
                        and r.reason_text is not null
                        and (r.sentiment_method || ' ' || r.sentiment_version) is distinct from :readBy
                    limit :most
                    for key share of c skip locked
                    for no key update of r skip locked
                    """)
    @RegisterConstructorMapper(UnreadReason.class)
    List<UnreadReason> unread(String readBy, int most);
}
