package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.Attempt;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.training.SessionReport.Eligible;
import io.os199.cs.platform.database.Transaction;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads sessions together with their people. */
final class SessionReports {
    private SessionReports() {}

    /** Reads the session as it is stored now. */
    static SessionReport of(
            Transaction tx,
            TrainingSession session,
            TrainingModule module,
            List<Eligible> eligible,
            Optional<Invitations> invited,
            int cancelledMails) {
        List<SessionDao.Row> rows =
                tx.dao(SessionDao.class).people(session.clientId(), session.sessionId());
        Map<String, Learner> learners =
                Learners.of(
                        tx, session.clientId(), rows.stream().map(SessionDao.Row::email).toList());
        return new SessionReport(
                session,
                module,
                attendees(session, module, rows, learners),
                eligible,
                invited,
                cancelledMails);
    }

    /** Returns the people in a session, each with their attempts. */
    static List<Attendee> attendees(
            TrainingSession session,
            TrainingModule module,
            List<SessionDao.Row> rows,
            Map<String, Learner> learners) {
        Function<String, Learner> learner = email -> Objects.requireNonNull(learners.get(email));
        return rows.stream()
                .map(
                        row -> {
                            var attempts =
                                    learner.apply(row.email())
                                            .at(module.moduleId(), module.maxAttempts());
                            Attempt here =
                                    attempts.all().stream()
                                            .filter(
                                                    each ->
                                                            session.sessionId()
                                                                    .equals(each.sessionId()))
                                            .findFirst()
                                            .orElse(null);
                            return new Attendee(
                                    row.email(),
                                    row.inContacts(),
                                    row.attendance(),
                                    row.attendedMinutes(),
                                    row.feedbackRating(),
                                    attempts,
                                    here);
                        })
                .toList();
    }

    /** Returns the module of a session. */
    static TrainingModule module(Transaction tx, TrainingSession session) {
        return Objects.requireNonNull(
                TrainingModules.withIds(tx, List.of(session.moduleId())).get(session.moduleId()));
    }
}
