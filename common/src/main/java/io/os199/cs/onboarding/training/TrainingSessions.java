package io.os199.cs.onboarding.training;

import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.core.model.TouchpointKind;
import io.os199.cs.onboarding.model.Attendance;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.onboarding.training.ResultCheck.NewAttempt;
import io.os199.cs.onboarding.training.SessionReport.Eligible;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The only way in which training sessions are scheduled, recorded and called off. It writes the session with its
 * people and their attempts, the touchpoint of a meeting, the invitations, the timeline, the audit log and the cached
 * answers of the client, all in the caller's transaction.
 */
public final class TrainingSessions {
    /** The tool that does all of it. */
    public static final String TOOL = "deliver_training_session";

    /** How many days ago a meeting may have ended when it is entered. */
    public static final int PAST_DAYS = 30;

    private final SessionInvitations invitations;
    private final Touchpoints touchpoints;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public TrainingSessions(
            Mail mail,
            UnsentMail unsent,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers) {
        this.invitations = new SessionInvitations(mail, unsent);
        this.touchpoints = touchpoints;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** Returns the gap for mail that is not delivered; empty where it is. */
    public List<DataGap> undelivered(String field) {
        return invitations.undelivered(field);
    }

    /** Schedules a session, and queues its invitations where they are requested. */
    public Answer<SessionReport> schedule(
            Transaction tx, NewSession order, Actor actor, Instant now) {
        return TrainingModules.find(tx, order.module())
                .then(
                        module -> {
                            TrainingFormat format =
                                    Objects.requireNonNullElse(order.format(), module.format());
                            List<Fault> faults = SessionRefusals.faults(order, format, now);
                            if (!faults.isEmpty()) {
                                return Answer.refused(Refusal.invalid(faults));
                            }
                            SessionDao dao = tx.dao(SessionDao.class);
                            return dao.lockClient(order.clientId()) == ClientStatus.CHURNED
                                    ? Answer.refused(SessionRefusals.churned())
                                    : scheduled(tx, dao, order, module, format, actor, now);
                        });
    }

    private Answer<SessionReport> scheduled(
            Transaction tx,
            SessionDao dao,
            NewSession order,
            TrainingModule module,
            TrainingFormat format,
            Actor actor,
            Instant now) {
        TrainingSession session =
                new TrainingSession(
                        order.clientId(),
                        TypeId.next("session"),
                        module.moduleId(),
                        format,
                        StoredTime.of(Objects.requireNonNullElse(order.scheduledAt(), now)),
                        Objects.requireNonNullElse(
                                order.durationMinutes(), module.durationMinutes()),
                        format.isMeeting() && !Boolean.FALSE.equals(order.recorded()),
                        SessionStatus.SCHEDULED,
                        null,
                        1);
        dao.insert(session, now);
        List<String> emails = order.emails().stream().sorted().toList();
        dao.invite(order.clientId(), session.sessionId(), emails.toArray(String[]::new), now);
        Optional<Invitations> invited =
                order.sendsInvitations()
                        ? Optional.of(invitations.plan(tx, session, module, emails, now))
                        : Optional.empty();
        if (invited.isPresent() && invited.get().letters().isEmpty()) {
            return Answer.refused(SessionRefusals.nobody(invited.get()));
        }
        invited.ifPresent(plan -> invitations.queue(tx, plan, session, module, now));
        finish(
                tx,
                session,
                "Training scheduled",
                Map.of("invited_count", emails.size()),
                "schedule training",
                actor,
                now);
        return Answer.of(SessionReports.of(tx, session, module, List.of(), invited, 0));
    }

    /**
     * Records results, either all of them or none.
     *
     * @param version the version that the caller saw
     * @param closes whether anyone still expected is marked as absent
     */
    public Answer<SessionReport> record(
            Transaction tx,
            String clientId,
            String sessionId,
            int version,
            List<SessionResult> results,
            boolean closes,
            Actor actor,
            Instant now) {
        SessionDao dao = tx.dao(SessionDao.class);
        dao.lockClient(clientId);
        TrainingSession session = dao.lock(clientId, sessionId).orElse(null);
        if (session == null) {
            return Answer.refused(SessionRefusals.unknown());
        }
        TrainingModule module = SessionReports.module(tx, session);
        List<SessionDao.Row> rows = dao.people(clientId, sessionId);
        Map<String, Learner> learners =
                Learners.of(
                        tx,
                        clientId,
                        Stream.concat(
                                        rows.stream().map(SessionDao.Row::email),
                                        results.stream().map(SessionResult::email))
                                .toList());
        ResultCheck check =
                new ResultCheck(
                        session,
                        module,
                        TrainingModules.withIds(tx, module.prerequisites()),
                        SessionReports.attendees(session, module, rows, learners).stream()
                                .collect(Collectors.toMap(Attendee::email, each -> each)),
                        learners,
                        now);
        if (session.version() != version) {
            return Answer.refused(
                    SessionRefusals.stale(session, version, check.scoredTwice(results)));
        }
        Refusal untimely = SessionRefusals.untimely(session, closes, now);
        return untimely != null
                ? Answer.refused(untimely)
                : check.of(results)
                        .map(
                                attempts ->
                                        recorded(
                                                tx, dao, session, module, results, attempts, closes,
                                                actor, now));
    }

    private SessionReport recorded(
            Transaction tx,
            SessionDao dao,
            TrainingSession before,
            TrainingModule module,
            List<SessionResult> results,
            List<NewAttempt> attempts,
            boolean closes,
            Actor actor,
            Instant now) {
        String clientId = before.clientId();
        String sessionId = before.sessionId();
        if (!results.isEmpty()) {
            dao.attend(clientId, sessionId, Json.write(results), now);
        }
        if (!attempts.isEmpty()) {
            dao.complete(
                    clientId,
                    before.moduleId(),
                    sessionId,
                    before.format().isMeeting() ? before.scheduledAt() : null,
                    before.completedAt(now),
                    Json.write(attempts),
                    now);
        }
        if (closes) {
            dao.closeInvited(clientId, sessionId, now);
        }
        dao.count(clientId, sessionId, now);
        TrainingSession session = dao.lock(clientId, sessionId).orElseThrow();
        List<Eligible> eligible = NewlyEligible.of(tx, session, attempts, now);
        SessionReport report =
                SessionReports.of(tx, session, module, eligible, Optional.empty(), 0);
        long attended =
                report.attendees().stream()
                        .filter(each -> each.attendance() == Attendance.ATTENDED)
                        .count();
        boolean isDelivered = session.status() == SessionStatus.DELIVERED;
        if (isDelivered && session.format().isMeeting() && attended > 0) {
            touchpoints.record(tx, touchpoint(session, module, actor), TOOL, actor);
        }
        finish(
                tx,
                session,
                isDelivered && before.status() != SessionStatus.DELIVERED
                        ? "Training delivered"
                        : "Training results recorded",
                Map.of(
                        "attended_count",
                        attended,
                        "passed_count",
                        attempts.stream().filter(NewAttempt::passed).count()),
                "record training results",
                actor,
                now);
        return report;
    }

    private static Touchpoint touchpoint(
            TrainingSession session, TrainingModule module, Actor actor) {
        return new Touchpoint(
                session.clientId(),
                TouchpointKind.TRAINING,
                Direction.OUTBOUND,
                session.scheduledAt(),
                null,
                module.shownName(),
                null,
                actor.principal(),
                false,
                session.sessionId());
    }

    /** Calls off a session and cancels its invitations that are still waiting. */
    public Answer<SessionReport> cancel(
            Transaction tx,
            String clientId,
            String sessionId,
            int version,
            Actor actor,
            Instant now) {
        SessionDao dao = tx.dao(SessionDao.class);
        dao.lockClient(clientId);
        TrainingSession session = dao.lock(clientId, sessionId).orElse(null);
        if (session == null) {
            return Answer.refused(SessionRefusals.unknown());
        }
        if (session.version() != version) {
            return Answer.refused(SessionRefusals.stale(session, version, List.of()));
        }
        if (session.status() != SessionStatus.SCHEDULED) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "the session is %s and cannot be cancelled"
                                            .formatted(WireName.of(session.status())))
                            .expected("a session that is scheduled"));
        }
        dao.cancel(clientId, sessionId, now);
        int mails = invitations.callBack(tx, session, now);
        TrainingSession after = dao.lock(clientId, sessionId).orElseThrow();
        finish(
                tx,
                after,
                "Training cancelled",
                Map.of("cancelled_mail_count", mails),
                "cancel training",
                actor,
                now);
        return Answer.of(
                SessionReports.of(
                        tx,
                        after,
                        SessionReports.module(tx, after),
                        List.of(),
                        Optional.empty(),
                        mails));
    }

    private void finish(
            Transaction tx,
            TrainingSession session,
            String title,
            Map<String, Object> detail,
            String action,
            Actor actor,
            Instant now) {
        timeline.record(
                tx,
                new TimelineEvent(
                        session.clientId(),
                        now,
                        timeline.newId(),
                        EventType.TRAINING,
                        title,
                        Stream.concat(
                                        detail.entrySet().stream(),
                                        Stream.of(
                                                Map.<String, Object>entry(
                                                        "module_id", session.moduleId())))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        Impact.NEUTRAL,
                        false,
                        actor.principal(),
                        TOOL,
                        session.sessionId()));
        audit.record(
                tx,
                AuditEntry.done(
                        actor, TOOL, action, List.of(session.clientId(), session.sessionId())));
        answers.changed(tx, session.clientId());
    }
}
