package io.os199.cs.feedback.voice.close;

import io.os199.cs.communication.mail.Mail;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.feedback.model.LoopOutcome;
import io.os199.cs.feedback.voice.close.ClosingDao.Row;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one way to close feedback loops: updates the items, queues mail to those who gave the feedback, and writes the
 * timelines, the audit log and the cached answers, in the caller's transaction.
 */
public final class LoopClosing {
    private static final String TOOL = "manage_voice_of_customer";
    private static final int MOST_NAMED = 5;

    private final LoopMail mail;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public LoopClosing(Mail mail, Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.mail = new LoopMail(mail);
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The loops that were closed, and the people who are told. */
    public record Closing(ClosedLoops closed, LoopNotices notices) {
        /** Returns a fingerprint that changes when anything else would be closed or anybody else written to. */
        public String fingerprint() {
            return notices.fingerprint(closed.feedbackIds());
        }
    }

    /** Closes all of them, or none where one cannot be closed this way. */
    public Answer<Closing> close(Transaction tx, ClosingOrder order, Actor actor, Instant now) {
        ClosingDao dao = tx.dao(ClosingDao.class);
        List<Row> rows = dao.lock(order);
        Refusal refusal = unknown(dao, order, rows);
        if (refusal == null) {
            refusal = backward(order.outcome(), rows);
        }
        return refusal == null
                ? Answer.of(closed(tx, dao, order, rows, actor, now))
                : Answer.refused(refusal);
    }

    private static @Nullable Refusal unknown(ClosingDao dao, ClosingOrder order, List<Row> rows) {
        Set<String> known = rows.stream().map(Row::feedbackId).collect(Collectors.toSet());
        Refusal missing = unknownFeedback(order.feedbackIds(), known);
        if (missing != null) {
            return missing;
        }
        String insightId = order.insightId();
        if (insightId != null && !dao.hasInsight(insightId)) {
            return Refusal.notFound("insight_id", "no insight has this insight_id")
                    .expected("an insight_id from share_product_insights");
        }
        String itemId = order.roadmapItemId();
        if (itemId != null && !dao.hasItem(itemId)) {
            return Refusal.notFound("roadmap_item_id", "no item has this roadmap_item_id")
                    .expected("a roadmap_item_id from update_customer_roadmap");
        }
        return rows.isEmpty()
                ? Refusal.failedPrecondition("no feedback is linked to it, so there is no loop")
                        .hint("Name the feedback with feedback_ids")
                : null;
    }

    /** Returns a refusal for ids that no feedback has; null where all exist. */
    public static @Nullable Refusal unknownFeedback(List<String> ids, Set<String> known) {
        List<Integer> missing = new ArrayList<>();
        for (int place = 0; place < ids.size(); place++) {
            if (!known.contains(ids.get(place))) {
                missing.add(place);
            }
        }
        if (missing.isEmpty()) {
            return null;
        }
        return Refusal.notFound(
                        "feedback_ids[%d]".formatted(missing.getFirst()),
                        "no feedback has the id in %s%s; nothing was changed"
                                .formatted(
                                        missing.stream()
                                                .limit(MOST_NAMED)
                                                .map("feedback_ids[%d]"::formatted)
                                                .collect(Collectors.joining(", ")),
                                        missing.size() > MOST_NAMED
                                                ? " and %d more"
                                                        .formatted(missing.size() - MOST_NAMED)
                                                : ""))
                .expected("feedback_ids from collect_feedback or track_feedback_loop");
    }

    private static @Nullable Refusal backward(LoopOutcome outcome, List<Row> rows) {
        List<Row> wrong =
                rows.stream()
                        .filter(each -> !each.isClosed() && !outcome.mayEnd(each.status()))
                        .toList();
        if (wrong.isEmpty()) {
            return null;
        }
        Map<String, Long> counts =
                wrong.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> WireName.of(each.status()),
                                        TreeMap::new,
                                        Collectors.counting()));
        return Refusal.failedPrecondition(
                        "feedback that is %s cannot be closed as %s: %s; nothing was changed"
                                .formatted(
                                        String.join(" or ", counts.keySet()),
                                        WireName.of(outcome),
                                        wrong.stream()
                                                .limit(MOST_NAMED)
                                                .map(Row::feedbackId)
                                                .collect(Collectors.joining(", "))))
                .field("outcome")
                .expected(
                        outcome == LoopOutcome.ANSWERED
                                ? "shipped or declined for what is planned or in progress"
                                : "the outcome that product decided on, or other feedback_ids");
    }

    private Closing closed(
            Transaction tx,
            ClosingDao dao,
            ClosingOrder order,
            List<Row> rows,
            Actor actor,
            Instant now) {
        List<Row> open = rows.stream().filter(each -> !each.isClosed()).toList();
        String message = order.message();
        LoopNotices notices =
                message == null || open.isEmpty()
                        ? LoopNotices.none()
                        : mail.plan(tx, open, message, now);
        Set<String> written = mail.queue(tx, notices, order.outcome(), now);
        List<String> ids = open.stream().map(Row::feedbackId).toList();
        if (!open.isEmpty()) {
            dao.close(
                    open.stream().map(Row::clientId).toArray(String[]::new),
                    ids.toArray(String[]::new),
                    notices.toldIds().toArray(String[]::new),
                    order.outcome(),
                    now);
            finish(tx, open, order.outcome(), notices, written, actor, now);
        }
        List<DataGap> gaps =
                notices.letters().isEmpty() ? List.of() : mail.undelivered("notified_count");
        return new Closing(
                new ClosedLoops(
                        open.size(),
                        rows.size() - open.size(),
                        notices.letters().size(),
                        notices.excluded(),
                        ids,
                        gaps),
                notices);
    }

    private void finish(
            Transaction tx,
            List<Row> open,
            LoopOutcome outcome,
            LoopNotices notices,
            Set<String> written,
            Actor actor,
            Instant now) {
        Set<String> told = new HashSet<>(notices.toldIds());
        Map<String, List<Row>> byClient =
                open.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::clientId, TreeMap::new, Collectors.toList()));
        List<TimelineEvent> events = new ArrayList<>();
        byClient.forEach(
                (clientId, items) -> {
                    events.add(
                            event(
                                    clientId,
                                    EventType.FEEDBACK,
                                    "Feedback loop closed",
                                    Map.of("outcome", outcome, "feedback_count", items.size()),
                                    items.getFirst().feedbackId(),
                                    actor,
                                    now));
                    if (written.contains(clientId)) {
                        events.add(
                                event(
                                        clientId,
                                        EventType.COMMUNICATION,
                                        "Mail on what became of feedback queued",
                                        Map.of(
                                                "feedback_count",
                                                items.stream()
                                                        .filter(
                                                                each ->
                                                                        told.contains(
                                                                                each.feedbackId()))
                                                        .count()),
                                        items.getFirst().feedbackId(),
                                        actor,
                                        now));
                    }
                });
        timeline.record(tx, events);
        answers.changedAll(tx, List.copyOf(byClient.keySet()));
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        "close feedback loop " + WireName.of(outcome),
                        Stream.concat(
                                        byClient.keySet().stream(),
                                        open.stream().map(Row::feedbackId))
                                .toList()));
    }

    private TimelineEvent event(
            String clientId,
            EventType type,
            String title,
            Map<String, Object> detail,
            String refId,
            Actor actor,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.newId(),
                type,
                title,
                detail,
                Impact.NEUTRAL,
                false,
                actor.principal(),
                TOOL,
                refId);
    }
}
