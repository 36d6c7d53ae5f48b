package io.os199.cs.retention.satisfaction;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes answers to surveys, and the sentiment of their reasons, which is determined elsewhere. */
public final class SurveyResponses {
    private SurveyResponses() {}

    /**
     * An answer to store.
     *
     * @param externalId the id by which it is found again
     */
    public record NewAnswer(
            String clientId,
            String responseId,
            @Nullable String surveyId,
            SurveyKind kind,
            int score,
            @Nullable String reasonText,
            @Nullable String contactEmail,
            Instant respondedAt,
            @Nullable String externalId) {}

    /** The sentiment of an answer's reason; without a label there is a gap. */
    public record ReasonMood(
            String clientId,
            String responseId,
            @Nullable String label,
            @Nullable Double score,
            @Nullable Double confidence,
            @Nullable String method,
            @Nullable String methodVersion,
            @Nullable String language,
            @Nullable String gap) {}

    /** A reason that is yet to be scored. */
    public record UnreadReason(
            String clientId, String responseId, String reasonText, Instant respondedAt) {}

    /** Returns the kind of a survey; empty where there is no such survey. */
    public static Optional<SurveyKind> kind(Transaction tx, String surveyId) {
        return tx.dao(SurveyResponseDao.class).kind(surveyId);
    }

    /**
     * Stores an answer with the contact who has that address; false where the client already has one with that
     * external id.
     */
    public static boolean record(Transaction tx, NewAnswer answer, Instant now) {
        return tx.dao(SurveyResponseDao.class).insert(answer, now) == 1;
    }

    /** Stores the sentiment found in reasons, all in one statement. */
    public static void keep(Transaction tx, List<ReasonMood> moods, Instant now) {
        if (!moods.isEmpty()) {
            tx.dao(SurveyResponseDao.class).keep(Json.write(moods), now);
        }
    }

    /**
     * Returns reasons that are not part of any feedback and have not been read, locked until the transaction ends;
     * those that others have locked are skipped.
     *
     * @param readBy the mark of those that have been read
     */
    public static List<UnreadReason> unread(Transaction tx, String readBy, int most) {
        return tx.dao(SurveyResponseDao.class).unread(readBy, most);
    }
}
