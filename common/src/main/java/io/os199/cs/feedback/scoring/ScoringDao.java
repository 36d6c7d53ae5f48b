package io.os199.cs.feedback.scoring;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackType;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads unread feedback and stores the results. */
interface ScoringDao {
    /**
     * Feedback to read.
     *
     * @param isChanged whether its present text has not been read
     * @param answerScore the score of the answer to a survey whose words it is
     */
    record Unread(
            String clientId,
            String feedbackId,
            @Nullable String responseId,
            @Nullable String title,
            @Nullable String contentText,
            @Nullable String languageTag,
            Instant receivedAt,
            FeedbackType type,
            @Nullable FeedbackCategory category,
            Severity priority,
            boolean isChanged,
            @Nullable Integer answerScore,
            @Nullable LocalDate followUpBy) {}

    /**
     * Reads three ranges of one index, which a single condition could not do. Rows that others have locked are
     * skipped. Erased words keep what was found while they were there. The phrases that are written next need a lock
     * on the client's row: it is locked before the feedback, as in the erasure of a person, or neither is locked.
     */
    @SqlQuery(
            """
            with unread as (
                (select client_id, feedback_id
                 from feedback
                 where sentiment_method || ' ' || sentiment_version is null
                    and coalesce(content_text, title) <> '[erased]'
                 limit :most)
                union all
                (select client_id, feedback_id
                 from feedback
                 where sentiment_method || ' ' || sentiment_version < :readBy
                    and coalesce(content_text, title) <> '[erased]'
                 limit :most)
                union all
                (select client_id, feedback_id
                 from feedback
                 where sentiment_method || ' ' || sentiment_version > :readBy
                    and coalesce(content_text, title) <> '[erased]'
                 limit :most)
            )
            select f.client_id, f.feedback_id, f.response_id, f.title, f.content_text, f.language_tag, f.received_at,
                f.type, f.category, f.priority, f.sentiment_method is null as is_changed, f.follow_up_by, (
                    select r.score
                    from survey_responses r
                    where r.client_id = f.client_id and r.response_id = f.response_id and r.kind = f.type) as answer_score
            from feedback f
            join clients c using (client_id)
            where (f.client_id, f.feedback_id) in (select client_id, feedback_id from unread)
                and (f.sentiment_method || ' ' || f.sentiment_version) is distinct from :readBy
            limit :most
            for key share of c skip locked
            for no key update of f skip locked
            """)
    @RegisterConstructorMapper(Unread.class)
    List<Unread> unread(String readBy, int most);

    @SqlUpdate(
            """
            update feedback f
            set sentiment = r.mood ->> 'label', sentiment_score = (r.mood ->> 'score')::double precision,
                sentiment_confidence = (r.mood ->> 'confidence')::double precision,
                sentiment_method = r.mood ->> 'method', sentiment_version = r.mood ->> 'method_version',
                sentiment_gap = r.mood ->> 'gap', hit_count = (r.mood ->> 'hit_count')::int,
                language = r.mood ->> 'language', follow_up_by = r.follow_up_by, updated_at = :now
            from jsonb_to_recordset(cast(:read as jsonb)) as r (client_id text, feedback_id text, mood jsonb,
                follow_up_by date)
            where f.client_id = r.client_id and f.feedback_id = r.feedback_id
            """)
    void keep(String read, Instant now);

    @SqlUpdate(
            """
            delete from feedback_phrases p
            using unnest(:clientIds, :itemIds) as i (client_id, item_id)
            where p.client_id = i.client_id and p.item_id = i.item_id
            """)
    void forgetPhrases(String[] clientIds, String[] itemIds);

    @SqlUpdate(
            """
            insert into feedback_phrases (client_id, item_id, phrase, item_kind, item_day, phrase_version)
            select s.client_id, s.item_id, phrase, s.item_kind, s.item_day, :version
            from jsonb_to_recordset(cast(:spoken as jsonb)) as s (client_id text, item_id text, item_kind text,
                item_day date, phrases text[])
            cross join unnest(s.phrases) as p (phrase)
            """)
    void keepPhrases(String spoken, String version);
}
