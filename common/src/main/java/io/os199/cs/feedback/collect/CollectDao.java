package io.os199.cs.feedback.collect;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.collect.Collected.Demand;
import io.os199.cs.feedback.collect.Collected.Repeat;
import io.os199.cs.feedback.collect.Collected.TaggedFeature;
import io.os199.cs.feedback.collect.Collected.Told;
import io.os199.cs.feedback.model.AssignedTeam;
import io.os199.cs.feedback.model.FeedbackRouting;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.text.Mood;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads and writes for collecting feedback. */
interface CollectDao {
    /** Locks the client's row, so that feedback with the same source is not stored twice at once. */
    @SqlQuery("select client_id from clients where client_id = :clientId for no key update")
    String lock(String clientId);

    @SqlQuery(
            """
            select key as feature_key, name
            from features
            where key = any(:tags)
            order by key
            """)
    @RegisterConstructorMapper(TaggedFeature.class)
    List<TaggedFeature> features(String[] tags);

    /**
     * Stores feedback with its phrases, except what the client already has from that source; returns the ids of what
     * is new.
     *
     * @param kept a JSON array of {@link Kept}
     */
    @SqlQuery(
            """
            with kept as (
                select *
                from jsonb_to_recordset(cast(:kept as jsonb)) as k (feedback_id text, response_id text, feedback jsonb,
                    tags text[], mood jsonb, phrases text[], routing jsonb, day date)),
            stored as (
                insert into feedback (client_id, feedback_id, type, source, source_ref, response_id, contact_email,
                    submitter_name, title, content_text, category, subcategory, tags, priority, language_tag, language,
                    sentiment, sentiment_score, sentiment_confidence, sentiment_method, sentiment_version,
                    sentiment_gap, hit_count, assigned_team, follow_up_by, received_at, created_at, updated_at)
                select feedback ->> 'client_id', feedback_id, feedback ->> 'type', feedback ->> 'source',
                    feedback ->> 'source_ref', response_id, feedback ->> 'contact_email',
                    feedback ->> 'submitter_name', feedback ->> 'title', feedback ->> 'content_text',
                    feedback ->> 'category', feedback ->> 'subcategory', tags, feedback ->> 'priority',
                    feedback ->> 'language', mood ->> 'language', mood ->> 'label',
                    cast(mood ->> 'score' as double precision), cast(mood ->> 'confidence' as double precision),
                    mood ->> 'method', mood ->> 'method_version', mood ->> 'gap', cast(mood ->> 'hit_count' as int),
                    routing ->> 'assigned_team', cast(routing ->> 'follow_up_by' as date),
                    cast(feedback ->> 'received_at' as timestamptz), :now, :now
                from kept
                on conflict do nothing
                returning client_id, feedback_id),
            spoken as (
                insert into feedback_phrases (client_id, item_id, phrase, item_kind, item_day, phrase_version)
                select s.client_id, s.feedback_id, phrase, 'feedback', k.day, :version
                from stored s
                join kept k using (feedback_id)
                cross join unnest(k.phrases) as p (phrase))
            select feedback_id from stored
            """)
    List<String> insert(String kept, String version, Instant now);

    /**
     * Feedback as it is stored.
     *
     * @param responseId the answer to a survey whose reason it is
     * @param day the day on which it was received, UTC
     */
    record Kept(
            String feedbackId,
            @Nullable String responseId,
            NewFeedback feedback,
            List<String> tags,
            Mood mood,
            Collection<String> phrases,
            FeedbackRouting routing,
            LocalDate day) {}

    /** The columns of feedback. */
    record Row(
            Instant createdAt,
            String feedbackId,
            @Nullable String responseId,
            FeedbackType type,
            FeedbackStatus status,
            @Nullable Integer answerScore,
            Severity priority,
            Instant receivedAt,
            @Nullable String title,
            @Nullable String contentText,
            List<String> tags,
            AssignedTeam assignedTeam,
            @Nullable LocalDate followUpBy,
            @Nested Mood mood) {
        Told told(NewFeedback now) {
            return CollectDao.told(
                    type == now.type()
                            && Objects.equals(answerScore, now.score())
                            && Objects.equals(title, now.title())
                            && Objects.equals(contentText, now.contentText()));
        }
    }

    private static Told told(boolean isSame) {
        return isSame ? Told.AGAIN : Told.OTHERWISE;
    }

    String STORED =
            """
            select f.created_at, f.feedback_id, f.response_id, f.type, f.status, r.score as answer_score, f.priority, f.received_at,
                f.title, f.content_text, f.tags, f.assigned_team, f.follow_up_by, f.sentiment as label, f.sentiment_score as score,
                f.sentiment_confidence as confidence, f.sentiment_method as method,
                f.sentiment_version as method_version, f.language, f.hit_count, f.sentiment_gap as gap
            from feedback f
            left join survey_responses r on r.client_id = f.client_id and r.response_id = f.response_id
            where f.client_id = :clientId
            """;

    @SqlQuery(STORED + " and f.feedback_id = :feedbackId")
    @RegisterConstructorMapper(Row.class)
    Row find(String clientId, String feedbackId);

    /** Returns the feedback stored before with the same source. */
    @SqlQuery(STORED + " and f.source = :source and f.source_ref = :sourceRef")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> told(@BindMethods NewFeedback feedback);

    /** An answer to a survey. */
    record AnswerRow(
            Instant createdAt,
            String responseId,
            FeedbackType type,
            int score,
            @Nullable String reasonText,
            Instant receivedAt) {
        Told told(NewFeedback now) {
            return CollectDao.told(
                    type == now.type()
                            && Objects.equals(score, now.score())
                            && Objects.equals(reasonText, now.reason()));
        }
    }

    @SqlQuery(
            """
            select created_at, response_id, kind as type, score, reason_text, responded_at as received_at
            from survey_responses
            where client_id = :clientId and external_id = :externalId
            """)
    @RegisterConstructorMapper(AnswerRow.class)
    Optional<AnswerRow> answered(String clientId, String externalId);

    @SqlQuery(
            """
            select phrase
            from feedback_phrases
            where client_id = :clientId and item_id = :feedbackId
            """)
    List<String> phrases(String clientId, String feedbackId);

    @SqlQuery(
            """
            select feedback_id, title, received_at, similarity(title, :title)::double precision as similarity
            from feedback
            where client_id = :clientId and feedback_id <> :feedbackId and title is not null
                and status not in ('shipped', 'declined', 'closed') and received_at >= :since
                and similarity(title, :title) >= 0.60::real
            order by similarity(title, :title) desc, feedback_id
            limit :most
            """)
    @RegisterConstructorMapper(Repeat.class)
    List<Repeat> repeats(String clientId, String feedbackId, String title, Instant since, int most);

    /** Returns the feature, or the phrase of several words, that most open requests share with this one. */
    @SqlQuery(
            """
            with sharing as (
                select true as is_feature, k.key, f.client_id, f.feedback_id, f.type, f.status, f.received_at
                from unnest(cast(:features as text[])) as k (key)
                join feedback f on f.tags @> array[k.key]
                union all
                select false, p.phrase, f.client_id, f.feedback_id, f.type, f.status, f.received_at
                from feedback_phrases p
                join feedback f on f.client_id = p.client_id and f.feedback_id = p.item_id
                where p.phrase = any(:phrases)
            )
            select is_feature, key, count(*)::int as count,
                trim_array(array_agg(feedback_id order by received_at desc, feedback_id),
                    greatest(count(*) - 10, 0)::int) as feedback_ids
            from sharing
            where type = 'feature_request' and status not in ('shipped', 'declined', 'closed')
            group by is_feature, key
            having count(*) >= :least
            order by count desc, is_feature desc, length(key) desc, key
            limit 1
            """)
    @RegisterConstructorMapper(Demand.class)
    Optional<Demand> demand(String[] features, String[] phrases, int least);
}
