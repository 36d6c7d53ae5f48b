package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.onboarding.TrainingAnswer.FirstMessage;
import io.os199.cs.api.tools.onboarding.TrainingAnswer.Invited;
import io.os199.cs.api.tools.onboarding.TrainingAnswer.Suppressed;
import io.os199.cs.api.tools.onboarding.TrainingInput.Action;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.training.Invitations;
import io.os199.cs.onboarding.training.SessionReport;
import io.os199.cs.onboarding.training.TrainingSession;
import io.os199.cs.onboarding.training.TrainingSessions;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Schedules training for named people, records how it went, or cancels it. */
@ToolInfo(
        name = "deliver_training_session",
        title = "Training session",
        description =
                "Schedules a training for named people, records who came and how they scored, or"
                        + " cancels it. Certificates: manage_certification_program.",
        effect = Effect.SEND,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class DeliverTrainingSession implements Tool<TrainingInput, TrainingAnswer> {
    /** What a person confirms before people are invited. */
    public record InvitationPreview(
            String clientId,
            String clientName,
            String moduleName,
            @Nullable Instant scheduledAt,
            int recipientCount,
            List<Suppressed> suppressed,
            FirstMessage firstMessage,
            List<DataGap> dataGaps)
            implements Preview {
        @Override
        public String question() {
            return "Schedule this training for %s and invite %d people by mail?"
                    .formatted(clientName, recipientCount);
        }
    }

    /** What a person confirms before a session is cancelled. */
    public record CancelPreview(
            String clientId,
            String clientName,
            String sessionId,
            String moduleName,
            Instant scheduledAt,
            int invitedCount,
            int cancelledInvitationCount)
            implements Preview {
        @Override
        public String question() {
            return "Cancel the training session %s of %s with %d people invited?"
                    .formatted(sessionId, clientName, invitedCount);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final TrainingSessions sessions;

    DeliverTrainingSession(Database database, ClientDirectory clients, TrainingSessions sessions) {
        this.database = database;
        this.clients = clients;
        this.sessions = sessions;
    }

    @Override
    public List<Fault> faults(TrainingInput input, Set<String> unread, Call call) {
        return TrainingFaults.of(input, unread);
    }

    @Override
    public Answer<TrainingAnswer> call(TrainingInput input, Call call) {
        if (input.sendInvitations() && !call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:send nobody can be invited by mail; leave out"
                                            + " send_invitations",
                                    Scope.CS_SEND)
                            .field("send_invitations")
                            .expected("false"));
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        boolean needsYes = input.sendInvitations() || input.action() == Action.CANCEL;
        if (!needsYes || call.isRepeated()) {
            return call.write(TrainingAnswer.class, tx -> write(tx, input, call));
        }
        return database.rehearse(tx -> done(tx, input, call))
                .then(
                        would ->
                                input.action() == Action.CANCEL
                                        ? cancel(would, input, call)
                                        : invite(would, input, call));
    }

    /** The result of the call, real or of a dry run. */
    private record Done(ClientRef client, SessionReport report) {
        Invitations invitations() {
            return report.invitations().orElseThrow();
        }
    }

    private Answer<TrainingAnswer> invite(Done would, TrainingInput input, Call call) {
        Invitations plan = would.invitations();
        String seen = plan.fingerprint();
        return call.writeConfirmed(
                new InvitationPreview(
                        would.client().clientId(),
                        would.client().clientName(),
                        would.report().module().shownName(),
                        input.scheduledAt(),
                        plan.letters().size(),
                        Invited.suppressed(plan),
                        FirstMessage.of(plan.letters().getFirst(), call.seesPersonalData()),
                        sessions.undelivered("invitations.queued_count")),
                seen,
                TrainingAnswer.class,
                tx ->
                        done(tx, input, call)
                                .then(
                                        done ->
                                                done.invitations().fingerprint().equals(seen)
                                                        ? Answer.of(answer(done, input, call))
                                                        : Answer.refused(changedMeanwhile())));
    }

    private static Refusal changedMeanwhile() {
        return Refusal.conflict("who would be invited, or to what, changed this moment")
                .hint("Call again without confirmation_token, and look at the mail again");
    }

    private Answer<TrainingAnswer> cancel(Done would, TrainingInput input, Call call) {
        TrainingSession session = would.report().session();
        CancelPreview preview =
                new CancelPreview(
                        would.client().clientId(),
                        would.client().clientName(),
                        session.sessionId(),
                        would.report().module().shownName(),
                        session.scheduledAt(),
                        would.report().attendees().size(),
                        would.report().cancelledMailCount());
        return call.writeConfirmed(
                preview,
                "%s %d %d"
                        .formatted(
                                session.sessionId(),
                                session.version(),
                                preview.cancelledInvitationCount()),
                TrainingAnswer.class,
                tx -> write(tx, input, call));
    }

    private Answer<TrainingAnswer> write(Transaction tx, TrainingInput input, Call call) {
        return done(tx, input, call).map(done -> answer(done, input, call));
    }

    private TrainingAnswer answer(Done done, TrainingInput input, Call call) {
        return TrainingAnswer.of(
                done.client(),
                done.report(),
                sessions.undelivered("invitations.queued_count"),
                input.dryRun(),
                call.seesPersonalData(),
                call.now());
    }

    private Answer<Done> done(Transaction tx, TrainingInput input, Call call) {
        Actor actor = call.actor();
        return clients.resolve(tx, input.clientId())
                .then(
                        client ->
                                done(tx, client.clientId(), input, actor, call.now())
                                        .map(report -> new Done(client, report)));
    }

    private Answer<SessionReport> done(
            Transaction tx, String clientId, TrainingInput input, Actor actor, Instant now) {
        return switch (input.action()) {
            case SCHEDULE -> sessions.schedule(tx, input.toSession(clientId), actor, now);
            case RECORD ->
                    sessions.record(
                            tx,
                            clientId,
                            Objects.requireNonNull(input.sessionId()),
                            Objects.requireNonNull(input.version()),
                            input.toResults(),
                            input.close(),
                            actor,
                            now);
            case CANCEL ->
                    sessions.cancel(
                            tx,
                            clientId,
                            Objects.requireNonNull(input.sessionId()),
                            Objects.requireNonNull(input.version()),
                            actor,
                            now);
        };
    }
}
