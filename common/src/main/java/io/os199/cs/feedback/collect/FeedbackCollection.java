package io.os199.cs.feedback.collect;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Tags;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.feedback.collect.CollectDao.Kept;
import io.os199.cs.feedback.collect.Collected.Demand;
import io.os199.cs.feedback.collect.Collected.Repeat;
import io.os199.cs.feedback.collect.Collected.TaggedFeature;
import io.os199.cs.feedback.collect.Collected.Told;
import io.os199.cs.feedback.model.FeedbackRouting;
import io.os199.cs.feedback.model.FeedbackRouting.Leaning;
import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.model.ScoreGroup;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.text.Mood;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.feedback.text.TextReader.Reading;
import io.os199.cs.feedback.theme.Phrases;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyResponses;
import io.os199.cs.retention.satisfaction.SurveyResponses.NewAnswer;
import io.os199.cs.retention.satisfaction.SurveyResponses.ReasonMood;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects what customers tell us: stores the words with their sentiment and phrases, and the score of a survey with
 * them, and decides which team gets it and by when somebody answers.
 */
public final class FeedbackCollection {
    private static final String TOOL = "collect_feedback";
    private static final Duration REPEATED_WITHIN = Duration.ofDays(90);
    private static final int MOST_REPEATS = 5;
    private static final int LEAST_DEMAND = 3;

    private final TextReader reader;
    private final Touchpoints touchpoints;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;

    public FeedbackCollection(
            TextReader reader,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers) {
        this.reader = reader;
        this.touchpoints = touchpoints;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
    }

    /**
     * Stores it in the caller's transaction; where feedback with its source was stored before, that is returned as it
     * is.
     */
    public Answer<Collected> collect(
            Transaction tx, NewFeedback feedback, Actor actor, Instant now) {
        CollectDao dao = tx.dao(CollectDao.class);
        Optional<Collected> before = told(dao, feedback, now);
        if (before.isPresent()) {
            return Answer.of(before.get());
        }
        Optional<Refusal> wrong = wrongSurvey(tx, feedback);
        return wrong.isPresent() ? Answer.refused(wrong.get()) : store(tx, feedback, actor, now);
    }

    /** Returns the stored words or answer of that source, whatever is sent now; of both, the one that came first. */
    private Optional<Collected> told(CollectDao dao, NewFeedback feedback, Instant now) {
        if (feedback.sourceRef() == null) {
            return Optional.empty();
        }
        dao.lock(feedback.clientId());
        Optional<CollectDao.Row> words = dao.told(feedback);
        return dao.answered(feedback.clientId(), externalId(feedback))
                .filter(answer -> words.filter(row -> goesFirst(row, answer)).isEmpty())
                .map(
                        row ->
                                answer(
                                        feedback,
                                        row.responseId(),
                                        row.type(),
                                        row.score(),
                                        row.receivedAt(),
                                        row.told(feedback)))
                .or(
                        () ->
                                words.map(
                                        row ->
                                                collected(
                                                        dao,
                                                        feedback.clientId(),
                                                        row,
                                                        now,
                                                        row.told(feedback))));
    }

    /** Whether the words come first; words that belong to the answer include it. */
    private static boolean goesFirst(CollectDao.Row words, CollectDao.AnswerRow answer) {
        return answer.responseId().equals(words.responseId())
                || !words.createdAt().isAfter(answer.createdAt());
    }

    private static Optional<Refusal> wrongSurvey(Transaction tx, NewFeedback feedback) {
        String surveyId = feedback.surveyId();
        if (surveyId == null) {
            return Optional.empty();
        }
        Optional<SurveyKind> kind = SurveyResponses.kind(tx, surveyId);
        if (kind.isEmpty()) {
            return Optional.of(Refusal.notFound("survey_id", "no survey has this survey_id"));
        }
        String asked = WireName.of(kind.get());
        String type = WireName.of(feedback.type());
        return asked.equals(type)
                ? Optional.empty()
                : Optional.of(
                        Refusal.invalid(
                                "survey_id",
                                "the survey asks for %s, and feedback_type is %s"
                                        .formatted(asked, type),
                                "a survey of %s, or feedback_type %s".formatted(type, asked)));
    }

    private Answer<Collected> store(
            Transaction tx, NewFeedback feedback, Actor actor, Instant now) {
        CollectDao dao = tx.dao(CollectDao.class);
        String clientId = feedback.clientId();
        Integer score = feedback.score();
        String responseId = score == null ? null : TypeId.next("response");
        if (responseId != null
                && score != null
                && !SurveyResponses.record(tx, newAnswer(feedback, responseId, score), now)) {
            return Answer.refused(toldMeanwhile());
        }
        Collected collected;
        if (feedback.hasText()) {
            List<TaggedFeature> features = dao.features(feedback.tags().toArray(String[]::new));
            Reading reading =
                    reader.read(feedback.title(), feedback.contentText(), feedback.language());
            Kept kept = kept(feedback, responseId, tags(feedback.tags(), features), reading);
            if (keep(tx, List.of(kept), now).isEmpty()) {
                return Answer.refused(toldMeanwhile());
            }
            collected =
                    collected(
                            dao, clientId, dao.find(clientId, kept.feedbackId()), now, Told.FIRST);
        } else {
            collected =
                    answer(
                            feedback,
                            responseId,
                            feedback.type(),
                            score,
                            feedback.receivedAt(),
                            Told.FIRST);
        }
        touchpoints.engaged(tx, clientId, feedback.receivedAt());
        timeline.record(
                tx,
                event(feedback, collected.feedbackId(), responseId, collected.mood(), actor, TOOL));
        auditLog.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        "collect " + WireName.of(feedback.type()),
                        Stream.of(clientId, collected.feedbackId(), collected.responseId())
                                .flatMap(Stream::ofNullable)
                                .toList()));
        answers.changed(tx, clientId);
        return Answer.of(collected);
    }

    /**
     * Reads the reasons of answers, keyed by their texts. As many of them take seconds, this is done before the
     * transaction.
     */
    public Map<String, Reading> read(Collection<String> reasons) {
        Map<String, Reading> readings = new HashMap<>();
        reasons.forEach(
                reason -> readings.computeIfAbsent(reason, text -> reader.read(null, text, null)));
        return readings;
    }

    /**
     * A stored answer to a survey, with the feedback it came with.
     *
     * @param reading the reading of its reason, where it has one
     */
    public record StoredAnswer(
            String responseId, NewFeedback feedback, @Nullable Reading reading) {}

    /**
     * Stores what follows from new answers, except the last engagement: their words as feedback with sentiment,
     * phrases and routing, and the timeline events.
     *
     * @param source the source that delivered them
     */
    public void follow(
            Transaction tx, List<StoredAnswer> stored, String source, Actor actor, Instant now) {
        Map<String, Kept> kept = new HashMap<>();
        for (StoredAnswer each : stored) {
            Reading reading = each.reading();
            if (reading != null) {
                kept.put(
                        each.responseId(),
                        kept(each.feedback(), each.responseId(), List.of(), reading));
            }
        }
        // Not those whose source sent the same feedback another way: their reasons are read by the
        // scoring.
        Set<String> fresh = keep(tx, kept.values(), now);
        List<TimelineEvent> events = new ArrayList<>();
        for (StoredAnswer each : stored) {
            Kept words = kept.get(each.responseId());
            String feedbackId =
                    words == null || !fresh.contains(words.feedbackId())
                            ? null
                            : words.feedbackId();
            events.add(
                    event(
                            each.feedback(),
                            feedbackId,
                            each.responseId(),
                            words == null ? null : words.mood(),
                            actor,
                            source));
        }
        timeline.record(tx, events);
    }

    private static Kept kept(
            NewFeedback feedback, @Nullable String responseId, List<String> tags, Reading reading) {
        return new Kept(
                TypeId.next("feedback"),
                responseId,
                feedback,
                tags,
                reading.mood(),
                reading.phrases(),
                routing(feedback, reading.mood().leaning()),
                day(feedback.receivedAt()));
    }

    /** Stores what is new, with the sentiment of the answers whose reasons these are, and returns its ids. */
    private static Set<String> keep(Transaction tx, Collection<Kept> kept, Instant now) {
        if (kept.isEmpty()) {
            return Set.of();
        }
        Set<String> fresh =
                Set.copyOf(tx.dao(CollectDao.class).insert(Json.write(kept), Phrases.VERSION, now));
        List<ReasonMood> moods = new ArrayList<>();
        for (Kept each : kept) {
            String responseId = each.responseId();
            if (responseId != null && fresh.contains(each.feedbackId())) {
                moods.add(reason(each.feedback().clientId(), responseId, each.mood()));
            }
        }
        SurveyResponses.keep(tx, moods, now);
        return fresh;
    }

    private static Refusal toldMeanwhile() {
        return Refusal.conflict("the same source_ref is being stored by somebody else")
                .field("source_ref")
                .hint("Call again: the answer is then what was stored");
    }

    private static NewAnswer newAnswer(NewFeedback feedback, String responseId, int score) {
        return new NewAnswer(
                feedback.clientId(),
                responseId,
                feedback.surveyId(),
                SurveyKind.valueOf(feedback.type().name()),
                score,
                feedback.reason(),
                feedback.contactEmail(),
                feedback.receivedAt(),
                feedback.sourceRef() == null ? null : externalId(feedback));
    }

    /** Returns the id that an import gives an answer, so that one that arrives both ways is stored once. */
    private static String externalId(NewFeedback feedback) {
        return feedback.source() == FeedbackSource.SURVEY
                ? "" + feedback.sourceRef()
                : WireName.of(feedback.source()) + ':' + feedback.sourceRef();
    }

    private static FeedbackRouting routing(NewFeedback feedback, @Nullable Leaning leaning) {
        return FeedbackRouting.of(
                feedback.type(),
                feedback.category(),
                feedback.priority(),
                feedback.score(),
                leaning,
                day(feedback.receivedAt()));
    }

    /** Returns the mood of a text as it is stored with the answer whose reason it is. */
    public static ReasonMood reason(String clientId, String responseId, Mood mood) {
        return new ReasonMood(
                clientId,
                responseId,
                mood.label() == null ? null : WireName.of(mood.label()),
                mood.score(),
                mood.confidence(),
                mood.method(),
                mood.methodVersion(),
                mood.language(),
                mood.gap() == null ? null : WireName.of(mood.gap()));
    }

    /** Cleans the tags; one that is a feature's key stays as it is. */
    private static List<String> tags(List<String> sent, Collection<TaggedFeature> features) {
        List<String> keys = features.stream().map(TaggedFeature::featureKey).toList();
        List<String> others = sent.stream().filter(tag -> !keys.contains(tag)).toList();
        return Stream.concat(keys.stream(), Tags.clean(others).stream()).distinct().toList();
    }

    private static Collected answer(
            NewFeedback feedback,
            @Nullable String responseId,
            FeedbackType type,
            @Nullable Integer score,
            Instant receivedAt,
            Told told) {
        return new Collected(
                null,
                responseId,
                type,
                null,
                score,
                feedback.priority(),
                receivedAt,
                null,
                List.of(),
                List.of(),
                FeedbackRouting.of(
                        type,
                        feedback.category(),
                        feedback.priority(),
                        score,
                        null,
                        day(receivedAt)),
                List.of(),
                Optional.empty(),
                told);
    }

    private static Collected collected(
            CollectDao dao, String clientId, CollectDao.Row row, Instant now, Told told) {
        List<String> phrases = new ArrayList<>(dao.phrases(clientId, row.feedbackId()));
        phrases.sort(
                Comparator.comparingInt((String phrase) -> words(phrase))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        List<TaggedFeature> features = dao.features(row.tags().toArray(String[]::new));
        String title = row.title();
        List<Repeat> repeats =
                title == null
                        ? List.of()
                        : dao.repeats(
                                clientId,
                                row.feedbackId(),
                                title,
                                now.minus(REPEATED_WITHIN),
                                MOST_REPEATS);
        Optional<Demand> demand =
                row.type() == FeedbackType.FEATURE_REQUEST
                        ? dao.demand(
                                features.stream()
                                        .map(TaggedFeature::featureKey)
                                        .toArray(String[]::new),
                                phrases.stream()
                                        .filter(phrase -> words(phrase) > 1)
                                        .toArray(String[]::new),
                                LEAST_DEMAND)
                        : Optional.empty();
        return new Collected(
                row.feedbackId(),
                row.responseId(),
                row.type(),
                row.status(),
                row.answerScore(),
                row.priority(),
                row.receivedAt(),
                row.mood(),
                phrases,
                features,
                new FeedbackRouting(
                        row.assignedTeam(),
                        row.followUpBy(),
                        FeedbackRouting.escalates(row.priority(), row.mood().score())),
                repeats,
                demand,
                told);
    }

    private static int words(String phrase) {
        return (int) phrase.chars().filter(c -> c == ' ').count() + 1;
    }

    private TimelineEvent event(
            NewFeedback feedback,
            @Nullable String feedbackId,
            @Nullable String responseId,
            @Nullable Mood mood,
            Actor actor,
            String source) {
        FeedbackType type = feedback.type();
        Integer score = feedback.score();
        Map<String, Object> detail = new HashMap<>();
        detail.put("type", type);
        detail.put("priority", feedback.priority());
        Label label = mood == null ? null : mood.label();
        if (label != null) {
            detail.put("sentiment", label);
        }
        ScoreGroup group = null;
        if (score != null) {
            group = ScoreGroup.of(type, score);
            detail.put("score", score);
            detail.put("score_group", group);
        }
        return new TimelineEvent(
                feedback.clientId(),
                feedback.receivedAt(),
                timeline.newId(),
                score == null ? EventType.FEEDBACK : EventType.SURVEY,
                score == null
                        ? "Feedback: " + WireName.of(type).replace('_', ' ')
                        : "Answered %s with %d".formatted(type, score),
                detail,
                group == null ? impact(label) : impact(group),
                false,
                actor.principal(),
                source,
                feedbackId == null ? responseId : feedbackId);
    }

    private static Impact impact(@Nullable Label label) {
        return switch (label) {
            case POSITIVE -> Impact.POSITIVE;
            case NEGATIVE -> Impact.NEGATIVE;
            case null, default -> Impact.NEUTRAL;
        };
    }

    private static Impact impact(ScoreGroup group) {
        return switch (group) {
            case PROMOTER, SATISFIED, EASY -> Impact.POSITIVE;
            case DETRACTOR, DISSATISFIED, HARD -> Impact.NEGATIVE;
            case PASSIVE, NEUTRAL -> Impact.NEUTRAL;
        };
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
