package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tools.feedback.VoiceAnswer.FirstMessage;
import io.os199.cs.feedback.model.LoopOutcome;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.close.ClosedLoops;
import io.os199.cs.feedback.voice.close.ClosedLoops.Excluded;
import io.os199.cs.feedback.voice.close.LoopClosing;
import io.os199.cs.feedback.voice.close.LoopClosing.Closing;
import io.os199.cs.feedback.voice.roadmap.Roadmap;
import io.os199.cs.feedback.voice.roadmap.Roadmap.Changed;
import io.os199.cs.feedback.voice.roadmap.RoadmapUpdate;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * The actions of {@code manage_voice_of_customer} that change what customers are told: closing loops and updating the
 * roadmap.
 */
final class VoiceWriting {
    private static final int MOST_SHOWN = 20;

    private final Database database;
    private final LoopClosing closing;
    private final Roadmap roadmap;

    VoiceWriting(Database database, LoopClosing closing, Roadmap roadmap) {
        this.database = database;
        this.closing = closing;
        this.roadmap = roadmap;
    }

    /** A recipient of a mail. */
    public record Told(String clientId, @Personal(Personal.Kind.EMAIL) String email) {}

    /**
     * The preview that a person confirms before customers are told what became of their feedback.
     *
     * @param recipients the first 20
     */
    public record ClosePreview(
            LoopOutcome outcome,
            int closedCount,
            int alreadyClosedCount,
            int recipientCount,
            List<Told> recipients,
            List<Excluded> excluded,
            FirstMessage firstMessage,
            List<DataGap> dataGaps)
            implements Preview {
        @Override
        public String question() {
            return "Close %d feedback loops as %s and tell %d people by mail?"
                    .formatted(closedCount, WireName.of(outcome), recipientCount);
        }
    }

    /** The preview that a person confirms before customers see a roadmap item, or a change to it. */
    public record RoadmapPreview(
            String title,
            @Nullable String description,
            RoadmapStatus status,
            @Nullable String targetPeriod,
            boolean published,
            int feedbackCount,
            int clientCount)
            implements Preview {
        static RoadmapPreview of(RoadmapUpdate.Item item) {
            return new RoadmapPreview(
                    item.title(),
                    item.description(),
                    item.status(),
                    item.targetPeriod(),
                    item.publishedAt() != null,
                    item.feedbackCount(),
                    item.clientCount());
        }

        @Override
        public String question() {
            return published
                    ? "Show this roadmap item, %s, in the portals of all customers?"
                            .formatted(WireName.of(status))
                    : "Take this roadmap item out of the portals of all customers?";
        }
    }

    private record Seen(@Nullable String itemId, int version, RoadmapPreview preview) {}

    private static @Nullable Refusal right(boolean sends, String field, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return NeededScopes.onlyReading(
                    "generate_executive_summary",
                    "track_feedback_loop",
                    "measure_program_effectiveness");
        }
        return sends && !call.has(Scope.CS_SEND) ? noSend(field) : null;
    }

    private static Refusal noSend(String field) {
        return NeededScopes.refusal(
                        "without cs:send customers cannot be told, nor shown the roadmap; leave out"
                                + " "
                                + field,
                        Scope.CS_SEND)
                .field(field)
                .expected("false");
    }

    Answer<VoiceAnswer> close(VoiceInput input, Call call) {
        Refusal refusal = right(input.notifies(), "notify", call);
        if (refusal != null) {
            return Answer.refused(refusal);
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> closed(tx, input, call))
                    .map(would -> VoiceAnswer.of(would.closed(), first(would, call), true));
        }
        if (!input.notifies() || call.isRepeated()) {
            return call.write(ClosedLoops.class, tx -> closed(tx, input, call).map(Closing::closed))
                    .map(closed -> VoiceAnswer.of(closed, null, false));
        }
        return database.rehearse(tx -> closed(tx, input, call))
                .then(would -> confirm(would, input, call))
                .map(closed -> VoiceAnswer.of(closed, null, false));
    }

    private Answer<ClosedLoops> confirm(Closing would, VoiceInput input, Call call) {
        String seen = would.fingerprint();
        FirstMessage first = first(would, call);
        // Without any recipients, nobody needs to confirm.
        return first == null
                ? call.write(ClosedLoops.class, tx -> closedAsSeen(tx, seen, input, call))
                : call.writeConfirmed(
                        new ClosePreview(
                                Objects.requireNonNull(input.outcome()),
                                would.closed().closedCount(),
                                would.closed().alreadyClosedCount(),
                                would.closed().notifiedCount(),
                                would.notices().letters().stream()
                                        .limit(MOST_SHOWN)
                                        .map(
                                                each ->
                                                        new Told(
                                                                each.recipient().clientId(),
                                                                each.recipient().address()))
                                        .toList(),
                                would.closed().excluded(),
                                first,
                                would.closed().dataGaps()),
                        seen,
                        ClosedLoops.class,
                        tx -> closedAsSeen(tx, seen, input, call));
    }

    private Answer<ClosedLoops> closedAsSeen(
            Transaction tx, String seen, VoiceInput input, Call call) {
        return closed(tx, input, call)
                .then(
                        closing ->
                                closing.fingerprint().equals(seen)
                                        ? Answer.of(closing.closed())
                                        : Answer.refused(changedMeanwhile()));
    }

    private static Refusal changedMeanwhile() {
        return Refusal.conflict("what would be closed, or who would be told, changed this moment")
                .hint("Call again without confirmation_token, and look at it again");
    }

    private static @Nullable FirstMessage first(Closing would, Call call) {
        return would.notices().letters().isEmpty()
                ? null
                : FirstMessage.of(would.notices().letters().getFirst(), call.seesPersonalData());
    }

    private Answer<Closing> closed(Transaction tx, VoiceInput input, Call call) {
        return closing.close(tx, input.closing(), call.actor(), call.now());
    }

    Answer<VoiceAnswer> update(VoiceInput input, Call call) {
        Refusal refusal = right(input.publish() != null, "publish", call);
        if (refusal != null) {
            return Answer.refused(refusal);
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> changed(tx, input, call))
                    .map(would -> VoiceAnswer.of(would.update(), true));
        }
        if (call.isRepeated()) {
            return write(input, call, true);
        }
        return database.rehearse(tx -> changed(tx, input, call))
                .then(
                        would ->
                                would.reachesCustomers()
                                        ? confirm(would.update().item(), input, call)
                                        : write(input, call, false));
    }

    private Answer<VoiceAnswer> confirm(RoadmapUpdate.Item would, VoiceInput input, Call call) {
        if (!call.has(Scope.CS_SEND)) {
            return Answer.refused(publishedAlready());
        }
        RoadmapPreview preview = RoadmapPreview.of(would);
        return call.writeConfirmed(
                        preview,
                        Cursors.digest(
                                "roadmap",
                                new Seen(input.roadmapItemId(), would.version(), preview)),
                        RoadmapUpdate.class,
                        tx -> changed(tx, input, call).map(Changed::update))
                .map(update -> VoiceAnswer.of(update, false));
    }

    private static Refusal publishedAlready() {
        return NeededScopes.refusal(
                        "customers see this item in their portals, and without cs:send it cannot be"
                                + " changed for them",
                        Scope.CS_SEND)
                .field("roadmap_item_id")
                .expected("an item that is not published, or feedback_ids alone");
    }

    private Answer<VoiceAnswer> write(VoiceInput input, Call call, boolean mayReach) {
        return call.write(
                        RoadmapUpdate.class,
                        tx ->
                                changed(tx, input, call)
                                        .then(
                                                changed ->
                                                        changed.reachesCustomers() && !mayReach
                                                                ? Answer.refused(changedMeanwhile())
                                                                : Answer.of(changed.update())))
                .map(update -> VoiceAnswer.of(update, false));
    }

    private Answer<Changed> changed(Transaction tx, VoiceInput input, Call call) {
        return roadmap.change(tx, input.roadmap(), call.actor(), call.now());
    }
}
