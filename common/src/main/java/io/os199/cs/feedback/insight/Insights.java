package io.os199.cs.feedback.insight;

import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.mail.StaffMails.Delivery;
import io.os199.cs.communication.mail.StaffMails.Sent;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.feedback.insight.InsightEvidence.AffectedClient;
import io.os199.cs.feedback.insight.InsightEvidence.Totals;
import io.os199.cs.feedback.insight.SharedInsight.Similar;
import io.os199.cs.feedback.insight.SharedInsight.Stored;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.feedback.model.InsightValue;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shares insights with product and records product's decisions. The feedback behind an insight moves forward with it,
 * never back.
 */
public final class Insights {
    private static final String TOOL = "share_product_insights";
    private static final int MOST_SIMILAR = 20;

    private final ClientDirectory clients;
    private final StaffMails mails;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;

    public Insights(
            ClientDirectory clients,
            StaffMails mails,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers) {
        this.clients = clients;
        this.mails = mails;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
    }

    /** Stores an insight with its evidence in the caller's transaction, and writes to its recipients. */
    public Answer<SharedInsight> share(
            Transaction tx, NewInsight insight, Actor actor, Instant now) {
        InsightDao dao = tx.dao(InsightDao.class);
        List<String> known = dao.lockFeedback(array(insight.feedbackIds()));
        return named(tx, insight.feedbackIds(), known, insight.clientIds())
                .map(affected -> stored(tx, insight, affected, actor, now));
    }

    private SharedInsight stored(
            Transaction tx, NewInsight insight, List<String> affected, Actor actor, Instant now) {
        InsightDao dao = tx.dao(InsightDao.class);
        String insightId = TypeId.next("insight");
        dao.insert(
                insightId,
                insight,
                array(insight.recipients()),
                array(insight.links()),
                actor.principal(),
                now);
        rest(dao, insightId, insight.feedbackIds(), affected, actor, now);
        int moved = move(dao, insightId, InsightStatus.DRAFT, now);
        Stored draft = dao.find(insightId);
        InsightEvidence evidence =
                new InsightReader(dao).read(insightId, day(now), insight.namesClients());
        InsightValue value = value(draft, evidence);
        InsightLetter letter =
                insight.recipients().isEmpty() ? null : InsightLetter.of(insight, evidence, value);
        List<Sent> sent =
                letter == null
                        ? List.of()
                        : mails.write(
                                tx,
                                insight.recipients(),
                                letter.subject(),
                                letter.body(),
                                "insights",
                                insightId,
                                now);
        if (sent.stream().anyMatch(each -> each.status() == Delivery.QUEUED)) {
            dao.deliver(insightId, now);
        }
        return done(
                tx,
                insightId,
                "share insight " + WireName.of(insight.insightType()),
                evidence,
                value,
                letter,
                sent,
                moved,
                insight.feedbackIds(),
                actor,
                now);
    }

    /** Stores the decision of product, and the evidence added since, in the caller's transaction. */
    public Answer<SharedInsight> update(
            Transaction tx, InsightDecision decision, Actor actor, Instant now) {
        InsightDao dao = tx.dao(InsightDao.class);
        Optional<Stored> before = dao.lock(decision.insightId());
        if (before.isEmpty()) {
            return Answer.refused(
                    Refusal.notFound("insight_id", "no insight has this insight_id")
                            .hint("An insight_id is in the answer of the call that shared it"));
        }
        Optional<Refusal> wrong = wrong(before.get(), decision);
        if (wrong.isPresent()) {
            return Answer.refused(wrong.get());
        }
        List<String> every =
                Stream.concat(
                                dao.linked(decision.insightId()).stream(),
                                decision.feedbackIds().stream())
                        .distinct()
                        .toList();
        List<String> known = dao.lockFeedback(array(every));
        return named(tx, decision.feedbackIds(), known, decision.clientIds())
                .map(affected -> decided(tx, decision, affected, actor, now));
    }

    private static Optional<Refusal> wrong(Stored before, InsightDecision decision) {
        if (before.version() != decision.version()) {
            return Optional.of(
                    Refusal.stale(
                            "the insight",
                            decision.version(),
                            before.version(),
                            WireName.of(before.status())));
        }
        InsightStatus status = decision.status();
        if (status == before.status() || before.status().mayBecome(status)) {
            return Optional.empty();
        }
        String allowed =
                before.status().next().stream()
                        .map(WireName::of)
                        .collect(Collectors.joining(" or "));
        return Optional.of(
                Refusal.failedPrecondition(
                                "the insight is %s and cannot become %s; %s"
                                        .formatted(
                                                WireName.of(before.status()),
                                                WireName.of(status),
                                                allowed.isEmpty()
                                                        ? "nothing follows that"
                                                        : "send " + allowed))
                        .field("status")
                        .expected(allowed.isEmpty() ? WireName.of(before.status()) : allowed));
    }

    private SharedInsight decided(
            Transaction tx,
            InsightDecision decision,
            List<String> affected,
            Actor actor,
            Instant now) {
        InsightDao dao = tx.dao(InsightDao.class);
        String insightId = decision.insightId();
        InsightStatus status = decision.status();
        rest(dao, insightId, decision.feedbackIds(), affected, actor, now);
        dao.move(
                insightId,
                status,
                status.isAcknowledged(),
                status.isDecided(),
                decision.resolution(),
                now);
        int moved = move(dao, insightId, status, now);
        InsightEvidence evidence = new InsightReader(dao).read(insightId, day(now), false);
        return done(
                tx,
                insightId,
                "update insight " + WireName.of(status),
                evidence,
                value(dao.find(insightId), evidence),
                null,
                List.of(),
                moved,
                decision.feedbackIds(),
                actor,
                now);
    }

    private static void rest(
            InsightDao dao,
            String insightId,
            List<String> feedbackIds,
            List<String> affected,
            Actor actor,
            Instant now) {
        if (!feedbackIds.isEmpty()) {
            dao.link(insightId, array(feedbackIds), now);
        }
        if (!affected.isEmpty()) {
            dao.affect(insightId, array(affected), actor.principal(), now);
        }
    }

    /** Moves the feedback behind an insight forward, to the status that the insight implies or else to triaged. */
    private static int move(InsightDao dao, String insightId, InsightStatus status, Instant now) {
        FeedbackStatus to = status.feedbackStatus().orElse(FeedbackStatus.TRIAGED);
        return dao.moveFeedback(
                insightId,
                to,
                to.before().stream().map(WireName::of).toArray(String[]::new),
                to != FeedbackStatus.TRIAGED,
                now);
    }

    private static InsightValue value(Stored stored, InsightEvidence evidence) {
        Totals totals = evidence.totals();
        return InsightValue.of(
                evidence.clients().size(),
                evidence.arrShare().orElse(null),
                stored.priority(),
                totals.feedbackCount(),
                totals.meanSentiment());
    }

    private SharedInsight done(
            Transaction tx,
            String insightId,
            String action,
            InsightEvidence evidence,
            InsightValue value,
            @Nullable InsightLetter letter,
            List<Sent> sent,
            int moved,
            List<String> feedbackIds,
            Actor actor,
            Instant now) {
        InsightDao dao = tx.dao(InsightDao.class);
        dao.value(insightId, value.score());
        Stored stored = dao.find(insightId);
        List<Similar> similar = dao.similar(insightId, stored.title(), MOST_SIMILAR);
        List<String> clientIds = evidence.clients().stream().map(AffectedClient::clientId).toList();
        timeline.record(
                tx,
                clientIds.stream().map(clientId -> event(clientId, stored, actor, now)).toList());
        auditLog.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        action,
                        Stream.concat(Stream.of(insightId), feedbackIds.stream()).toList()));
        answers.changedAll(tx, clientIds);
        return new SharedInsight(
                stored,
                evidence,
                value,
                similar,
                similar.isEmpty() ? 0 : similar.getFirst().total(),
                letter,
                sent,
                moved);
    }

    private TimelineEvent event(String clientId, Stored stored, Actor actor, Instant now) {
        String status = WireName.of(stored.status());
        return new TimelineEvent(
                clientId,
                now,
                timeline.newId(),
                EventType.FEEDBACK,
                "Product insight (%s): %s"
                        .formatted(WireName.of(stored.insightType()).replace('_', ' '), status),
                Map.of(
                        "insight_type", stored.insightType(),
                        "status", stored.status(),
                        "priority", stored.priority()),
                Impact.NEUTRAL,
                false,
                actor.principal(),
                TOOL,
                stored.insightId());
    }

    private Answer<List<String>> named(
            Transaction tx,
            List<String> feedbackIds,
            Collection<String> known,
            List<String> references) {
        return new NamedEvidence(feedbackIds, known, references, clients.named(tx, references))
                .clientIds();
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
