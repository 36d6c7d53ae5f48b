package io.os199.cs.feedback.scoring;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.feedback.collect.FeedbackCollection;
import io.os199.cs.feedback.model.FeedbackRouting;
import io.os199.cs.feedback.scoring.ScoringDao.Unread;
import io.os199.cs.feedback.text.Mood;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.feedback.text.TextReader.Reading;
import io.os199.cs.feedback.theme.Phrases;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.satisfaction.SurveyResponses;
import io.os199.cs.retention.satisfaction.SurveyResponses.ReasonMood;
import io.os199.cs.retention.satisfaction.SurveyResponses.UnreadReason;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Reads what an import stored unread, and reads everything again once a new version of the reader runs: sentiment and
 * phrases of feedback and of the reasons of survey answers. Any number of workers may do so at once.
 */
public final class FeedbackScoring {
    /** The name of the round, and the actor of its writes. */
    public static final String NAME = "feedback-scoring";

    private static final int AT_ONCE = 500;
    private static final Actor SYSTEM = new Actor("system", null);

    private final Database database;
    private final TextReader reader;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    public FeedbackScoring(
            Database database,
            TextReader reader,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.reader = reader;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Reads everything unread, some hundred items per transaction, so that a killed worker leaves no item half done.
     */
    public void run() {
        while (database.write(this::feedback) == AT_ONCE) {
            // On to the next batch.
        }
        while (database.write(this::reasons) == AT_ONCE) {
            // On to the next batch.
        }
    }

    /** The reading of a piece of feedback, as the statement takes it. */
    private record Read(
            String clientId, String feedbackId, Mood mood, @Nullable LocalDate followUpBy) {}

    /** The phrases of an item, as the statement takes them. */
    private record Spoken(
            String clientId,
            String itemId,
            String itemKind,
            LocalDate itemDay,
            Collection<String> phrases) {}

    private int feedback(Transaction tx) {
        Instant now = now();
        ScoringDao dao = tx.dao(ScoringDao.class);
        List<Unread> unread = dao.unread(reader.readBy(), AT_ONCE);
        List<Read> read = new ArrayList<>();
        List<Spoken> spoken = new ArrayList<>();
        List<ReasonMood> reasons = new ArrayList<>();
        for (Unread each : unread) {
            Reading reading = reader.read(each.title(), each.contentText(), each.languageTag());
            String clientId = each.clientId();
            read.add(
                    new Read(
                            clientId,
                            each.feedbackId(),
                            reading.mood(),
                            followUpBy(each, reading.mood())));
            spoken.add(spoken(clientId, each.feedbackId(), "feedback", each.receivedAt(), reading));
            String responseId = each.responseId();
            if (responseId != null) {
                reasons.add(FeedbackCollection.reason(clientId, responseId, reading.mood()));
            }
        }
        if (!unread.isEmpty()) {
            dao.keep(Json.write(read), now);
            SurveyResponses.keep(tx, reasons, now);
            keep(
                    tx,
                    spoken,
                    unread.stream().map(Unread::clientId).toList(),
                    unread.stream().map(Unread::feedbackId).toList());
        }
        return unread.size();
    }

    /**
     * Returns the follow-up day: it was set for what was said then, and is decided again where the text has changed.
     */
    private static @Nullable LocalDate followUpBy(Unread unread, Mood mood) {
        if (unread.followUpBy() == null || !unread.isChanged()) {
            return unread.followUpBy();
        }
        return FeedbackRouting.of(
                        unread.type(),
                        unread.category(),
                        unread.priority(),
                        unread.answerScore(),
                        mood.leaning(),
                        day(unread.receivedAt()))
                .followUpBy();
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private int reasons(Transaction tx) {
        List<UnreadReason> unread = SurveyResponses.unread(tx, reader.readBy(), AT_ONCE);
        List<Spoken> spoken = new ArrayList<>();
        List<ReasonMood> reasons = new ArrayList<>();
        for (UnreadReason each : unread) {
            Reading reading = reader.read(null, each.reasonText(), null);
            reasons.add(
                    FeedbackCollection.reason(each.clientId(), each.responseId(), reading.mood()));
            spoken.add(
                    spoken(
                            each.clientId(),
                            each.responseId(),
                            "survey",
                            each.respondedAt(),
                            reading));
        }
        if (!unread.isEmpty()) {
            SurveyResponses.keep(tx, reasons, now());
            keep(
                    tx,
                    spoken,
                    unread.stream().map(UnreadReason::clientId).toList(),
                    unread.stream().map(UnreadReason::responseId).toList());
        }
        return unread.size();
    }

    private static Spoken spoken(
            String clientId, String itemId, String kind, Instant at, Reading reading) {
        return new Spoken(clientId, itemId, kind, day(at), reading.phrases());
    }

    private void keep(
            Transaction tx, List<Spoken> spoken, List<String> clientIds, List<String> itemIds) {
        ScoringDao dao = tx.dao(ScoringDao.class);
        dao.forgetPhrases(clientIds.toArray(String[]::new), itemIds.toArray(String[]::new));
        dao.keepPhrases(Json.write(spoken), Phrases.VERSION);
        answers.changedAll(tx, clientIds.stream().distinct().toList());
        auditLog.record(
                tx,
                AuditEntry.doneToMany(
                        SYSTEM, NAME, "score %d items".formatted(itemIds.size()), itemIds));
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
