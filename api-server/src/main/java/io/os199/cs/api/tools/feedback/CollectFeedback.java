package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.collect.CollectRules;
import io.os199.cs.feedback.collect.Collected;
import io.os199.cs.feedback.collect.Collected.TaggedFeature;
import io.os199.cs.feedback.collect.Collected.Told;
import io.os199.cs.feedback.collect.FeedbackCollection;
import io.os199.cs.feedback.collect.NewFeedback;
import io.os199.cs.feedback.model.AssignedTeam;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.model.ScoreGroup;
import io.os199.cs.feedback.sentiment.SentimentScorer.Gap;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.text.Mood;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Takes in one piece of feedback or one survey response. */
@ToolInfo(
        name = "collect_feedback",
        title = "Collect feedback",
        description =
                "Stores one piece of customer feedback or one survey answer: sentiment, team,"
                    + " follow-up day, likely duplicates. Analysis: analyze_feedback_sentiment.",
        effect = Effect.WRITE,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class CollectFeedback implements Tool<CollectFeedback.Input, CollectFeedback.Output> {
    static final int LONGEST_CONTENT = 20_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_PHRASES = 10;
    private static final DataGap TOLD_BEFORE =
            new DataGap(
                    "feedback_id",
                    "already_recorded",
                    "This source_ref is stored with other words or another score, and what is sent"
                            + " now is not; send it with a source_ref of its own");

    private final Database database;
    private final ClientDirectory clients;
    private final FeedbackCollection collection;

    CollectFeedback(Database database, ClientDirectory clients, FeedbackCollection collection) {
        this.database = database;
        this.clients = clients;
        this.collection = collection;
    }

    public record Input(
            String clientId,
            FeedbackType feedbackType,
            @Nullable @Min(0) @Max(10) @Doc("Of nps, csat, ces") Integer score,
            @Nullable @Size(min = 1, max = 100) String surveyId,
            FeedbackSource source,
            @Nullable @Email @Size(max = 254) String submitterEmail,
            @Nullable @Size(min = 1, max = LONGEST_NAME) String submitterName,
            @Nullable
                    @Size(min = 1, max = LONGEST_NAME)
                    @Doc("Like content, category: needed without score")
                    String title,
            @Nullable @Size(min = 1, max = LONGEST_CONTENT) String content,
            @Nullable FeedbackCategory category,
            @Nullable @Size(min = 1, max = 100) String subcategory,
            @Nullable @Size(max = 20) List<@Size(min = 1, max = 50) String> tags,
            @Default("medium") Severity priority,
            @Nullable @Size(min = 1, max = LONGEST_NAME) String sourceRef,
            @Nullable @Size(min = 2, max = 35) String language,
            @Nullable Instant receivedAt,
            @Default(value = "false", listed = false) boolean dryRun,
            @Nullable @Size(min = 1, max = 100) String idempotencyKey) {

        private NewFeedback feedback(ClientRef client, Instant now) {
            return new NewFeedback(
                    client.clientId(),
                    feedbackType,
                    score,
                    name(surveyId),
                    source,
                    submitterEmail,
                    name(submitterName),
                    name(title),
                    content == null ? null : UntrustedText.of(content, LONGEST_CONTENT).text(),
                    category,
                    name(subcategory),
                    tags == null ? List.of() : tags.stream().map(UntrustedText::name).toList(),
                    priority,
                    name(sourceRef),
                    language,
                    receivedAt == null ? now : receivedAt);
        }

        private static @Nullable String name(@Nullable String text) {
            return text == null ? null : UntrustedText.name(text);
        }
    }

    /**
     * What is stored, and what to do about it.
     *
     * @param feedbackId absent, like the status, for a survey response without words and for a dry run
     * @param scoreGroup of a survey response
     * @param possibleDuplicates open feedback of the client with a similar title
     * @param duplicate whether the same source was recorded before; this is then what was stored at the time
     */
    public record Output(
            String clientId,
            String clientName,
            @Nullable String feedbackId,
            @Nullable String responseId,
            FeedbackType feedbackType,
            @Nullable FeedbackStatus status,
            @Nullable Sentiment sentiment,
            List<Phrase> phrases,
            List<TaggedFeature> features,
            @Nullable ScoreGroup scoreGroup,
            Route routing,
            List<PossibleDuplicate> possibleDuplicates,
            List<Recommendation> recommendations,
            @Nullable Boolean duplicate,
            @Nullable Boolean isDryRun,
            List<DataGap> dataGaps,
            @Nullable List<Truncation> truncated) {}

    /**
     * The sentiment of the words.
     *
     * @param sentimentScore −1 to 1
     * @param hitCount the number of words with a sentiment
     */
    public record Sentiment(
            Label label,
            BigDecimal sentimentScore,
            BigDecimal confidence,
            String method,
            String methodVersion,
            String language,
            int hitCount) {
        private static @Nullable Sentiment of(@Nullable Mood mood) {
            if (mood == null || mood.label() == null) {
                return null;
            }
            return new Sentiment(
                    mood.label(),
                    Rounded.rate(Objects.requireNonNull(mood.score())),
                    Rounded.rate(Objects.requireNonNull(mood.confidence())),
                    Objects.requireNonNull(mood.method()),
                    Objects.requireNonNull(mood.methodVersion()),
                    Objects.requireNonNull(mood.language()),
                    Objects.requireNonNull(mood.hitCount()));
        }
    }

    /** A phrase in the customer's words that others may also use. */
    public record Phrase(boolean untrusted, @Personal(Personal.Kind.TEXT) String phraseText) {}

    /** Who is responsible, and by when the customer is contacted. */
    public record Route(
            AssignedTeam assignedTeam,
            boolean followUpRequired,
            @Nullable LocalDate followUpBy,
            boolean escalationRecommended) {}

    /** Feedback that may say the same. */
    public record PossibleDuplicate(
            boolean untrusted,
            String feedbackId,
            @Personal(Personal.Kind.TEXT) String titleText,
            Instant receivedAt,
            BigDecimal similarityRate) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return CollectFaults.of(input, unread, call.now());
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return input.dryRun()
                ? database.rehearse(tx -> collect(tx, input, call))
                : call.write(Output.class, tx -> collect(tx, input, call));
    }

    private Answer<Output> collect(Transaction tx, Input input, Call call) {
        Actor actor = call.actor();
        return clients.resolve(tx, input.clientId())
                .then(
                        client ->
                                collection
                                        .collect(
                                                tx,
                                                input.feedback(client, call.now()),
                                                actor,
                                                call.now())
                                        .map(done -> output(client, done, input.dryRun())));
    }

    private static Output output(ClientRef client, Collected done, boolean isDryRun) {
        boolean isStored = !isDryRun || done.isDuplicate();
        Integer score = done.score();
        List<String> phrases = done.phrases();
        return new Output(
                client.clientId(),
                client.clientName(),
                isStored ? done.feedbackId() : null,
                isStored ? done.responseId() : null,
                done.type(),
                done.status(),
                Sentiment.of(done.mood()),
                phrases.stream().limit(MOST_PHRASES).map(each -> new Phrase(true, each)).toList(),
                done.features(),
                score == null ? null : ScoreGroup.of(done.type(), score),
                new Route(
                        done.routing().assignedTeam(),
                        done.routing().followUpBy() != null,
                        done.routing().followUpBy(),
                        done.routing().escalates()),
                done.repeats().stream()
                        .map(
                                each ->
                                        new PossibleDuplicate(
                                                true,
                                                each.feedbackId(),
                                                UntrustedText.name(each.title()),
                                                each.receivedAt(),
                                                Rounded.rate(each.similarity())))
                        .toList(),
                CollectRules.of(done, isStored),
                done.isDuplicate() ? true : null,
                isDryRun ? true : null,
                gaps(done),
                phrases.size() > MOST_PHRASES
                        ? List.of(new Truncation("phrases", MOST_PHRASES, phrases.size()))
                        : null);
    }

    private static List<DataGap> gaps(Collected done) {
        return Stream.concat(
                        done.told() == Told.OTHERWISE ? Stream.of(TOLD_BEFORE) : Stream.of(),
                        unread(done.mood()).stream())
                .toList();
    }

    private static List<DataGap> unread(@Nullable Mood mood) {
        if (mood != null && mood.label() != null) {
            return List.of();
        }
        Gap gap = mood == null ? Gap.EMPTY_TEXT : mood.gap();
        return List.of(
                gap == null
                        ? new DataGap(
                                "sentiment",
                                "not_scored_yet",
                                "The worker scores what was imported within minutes")
                        : new DataGap(
                                "sentiment",
                                WireName.of(gap),
                                switch (gap) {
                                    case EMPTY_TEXT ->
                                            "Send what the person said as title and content";
                                    case LANGUAGE_UNCLEAR ->
                                            "Send language; the text is too mixed to tell";
                                    case LANGUAGE_NOT_SUPPORTED ->
                                            "Only English is scored; the item is stored and"
                                                    + " counts as unscored";
                                }));
    }
}
