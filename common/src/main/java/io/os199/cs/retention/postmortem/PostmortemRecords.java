package io.os199.cs.retention.postmortem;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.facts.RetentionFacts.Pair;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Departures on record: when clients left, and what people found out about it. */
public final class PostmortemRecords {
    public static final String TOOL = "analyze_churn_postmortem";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public PostmortemRecords(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The findings of people; what is null stays as it is. */
    public record Findings(
            @Nullable ChurnReason reason,
            @Nullable List<ChurnReason> secondaryReasons,
            @Nullable String competitor,
            @Nullable List<String> lessons,
            @Nullable String exitInterview) {}

    /** The current analysis, as it is kept beside the findings. */
    private record Analysis(
            Instant analyzedAt,
            int modelVersion,
            List<WarningSign> warningSigns,
            List<MissedStep> missed) {}

    /**
     * Returns a client's first days without the product, the newest first; empty for a client that never left on a
     * known day.
     */
    public static List<LocalDate> days(Transaction tx, String clientId) {
        return tx.dao(PostmortemRecordDao.class).days(clientId);
    }

    /**
     * Whether the client is gone, even where the day on which it left is not recorded, as for one imported as
     * churned.
     */
    public static boolean isGone(Transaction tx, String clientId) {
        return tx.dao(PostmortemRecordDao.class).isGone(clientId);
    }

    /**
     * Stores the findings and the current analysis, which replaces the one before, and raises the version.
     *
     * @param version the version that the caller saw; refused as a conflict where it has changed since
     */
    public Answer<Postmortem> record(
            Transaction tx,
            Pair departure,
            int version,
            Findings findings,
            Postmortems postmortems,
            Actor actor,
            Instant at) {
        PostmortemRecordDao dao = tx.dao(PostmortemRecordDao.class);
        String clientId = departure.clientId();
        Optional<Integer> stored = dao.lock(clientId, departure.day());
        if (!stored.equals(Optional.of(version))) {
            return Answer.refused(
                    Refusal.conflict(
                                    "version %d is not the current one, %s"
                                            .formatted(
                                                    version,
                                                    stored.map(String::valueOf).orElse("gone")))
                            .field("version")
                            .hint("Call analyze, look at what changed, and send its version"));
        }
        List<ChurnReason> secondary = findings.secondaryReasons();
        List<String> lessons = findings.lessons();
        dao.record(
                clientId,
                departure.day(),
                findings.reason(),
                secondary == null
                        ? null
                        : secondary.stream().map(WireName::of).toArray(String[]::new),
                findings.competitor(),
                lessons == null ? null : Json.write(lessons),
                findings.exitInterview(),
                at);
        Postmortem analyzed = postmortems.of(tx, List.of(departure)).getFirst();
        dao.keep(
                clientId,
                departure.day(),
                Json.write(
                        new Analysis(
                                at,
                                analyzed.replayModelVersion(),
                                analyzed.warningSigns(),
                                analyzed.missed())));
        timeline.record(tx, event(analyzed, actor, at));
        audit.record(
                tx,
                AuditEntry.done(
                        actor, TOOL, "record churned_on " + departure.day(), List.of(clientId)));
        answers.changed(tx, clientId);
        return Answer.of(analyzed);
    }

    private TimelineEvent event(Postmortem analyzed, Actor actor, Instant at) {
        DepartureFacts facts = analyzed.facts();
        Map<String, Object> detail = new HashMap<>();
        detail.put("churned_on", facts.churnedOn().toString());
        detail.put("version", facts.version());
        detail.put("missed", analyzed.missed().stream().map(MissedStep::ruleId).toList());
        if (facts.reasonCode() != null) {
            detail.put("reason", facts.reasonCode());
        }
        return new TimelineEvent(
                facts.clientId(),
                at,
                timeline.newId(),
                EventType.RISK,
                "Churn postmortem recorded",
                detail,
                Impact.NEUTRAL,
                false,
                actor.principal(),
                TOOL,
                null);
    }
}
