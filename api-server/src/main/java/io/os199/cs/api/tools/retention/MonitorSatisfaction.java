package io.os199.cs.api.tools.retention;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.Evidence;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.FirstMessage;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.Sending;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.SurveyPreview;
import io.os199.cs.api.tools.retention.SatisfactionInput.Action;
import io.os199.cs.api.tools.retention.SatisfactionInput.SurveyType;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionGrouping;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Position;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyOrder;
import io.os199.cs.retention.satisfaction.SurveySending;
import io.os199.cs.retention.satisfaction.SurveySending.Plan;
import io.os199.cs.retention.satisfaction.SurveySending.Sent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What customers say in surveys, how certain that is, and who is unhappy and was not contacted; also sends surveys. */
@ToolInfo(
        name = "monitor_satisfaction",
        title = "Satisfaction",
        description =
                "NPS, CSAT, CES, and the unhappy whom nobody called; sends surveys. Themes:"
                        + " analyze_feedback_sentiment.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class MonitorSatisfaction implements Tool<SatisfactionInput, SatisfactionAnswer> {
    private final Database database;
    private final ClientDirectory clients;
    private final SurveySending sending;
    private final Cursors cursors;

    MonitorSatisfaction(
            Database database, ClientDirectory clients, SurveySending sending, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.sending = sending;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(SatisfactionInput input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        if (input.groupBy() == SatisfactionGrouping.SEGMENT && input.clientId() != null) {
            faults.add(
                    new Fault(
                            "group_by",
                            "group_by segment is for several clients; client_id names one",
                            "none or month, or the call without client_id"));
        }
        faults.addAll(AsOf.faults(input.asOf(), call.today()));
        if (input.action() == Action.SEND_SURVEY && input.surveyType() == SurveyType.ALL) {
            faults.add(
                    new Fault(
                            "survey_type",
                            "survey_type all cannot be sent; send_survey asks one question",
                            "nps, csat or ces"));
        }
        return faults;
    }

    @Override
    public Answer<SatisfactionAnswer> call(SatisfactionInput input, Call call) {
        if (input.action() == Action.REPORT) {
            return database.snapshot(
                    tx -> filter(tx, input).then(of -> report(tx, input, of, call)));
        }
        if (!call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:send only the action report is allowed",
                                    Scope.CS_SEND)
                            .field("action")
                            .expected("report"));
        }
        return send(input, call);
    }

    /** The filter for the responses, and the name of the client if one was named. */
    private record Scoped(SatisfactionFilter filter, @Nullable String clientName) {}

    private Answer<Scoped> filter(Transaction tx, SatisfactionInput input) {
        Optional<Refusal> unknown = ClientList.unknownFilter(tx, input.segmentId(), input.csm());
        if (unknown.isPresent()) {
            return Answer.refused(unknown.get());
        }
        String reference = input.clientId();
        return reference == null
                ? Answer.of(new Scoped(filter(input, null), null))
                : clients.resolve(tx, reference)
                        .map(
                                client ->
                                        new Scoped(
                                                filter(input, client.clientId()),
                                                client.clientName()));
    }

    private static SatisfactionFilter filter(SatisfactionInput input, @Nullable String clientId) {
        return new SatisfactionFilter(clientId, input.tier(), input.csm(), input.segmentId());
    }

    /** Identifies the list that a page belongs to. */
    private record Listed(
            SatisfactionFilter filter,
            List<SurveyKind> kinds,
            int days,
            LocalDate asOf,
            boolean responses) {}

    private Answer<SatisfactionAnswer> report(
            Transaction tx, SatisfactionInput input, Scoped scoped, Call call) {
        LocalDate asOf = input.asOf() == null ? call.today() : input.asOf();
        String digest =
                Cursors.digest(
                        "satisfaction",
                        new Listed(
                                scoped.filter(),
                                input.kinds(),
                                input.timePeriodDays(),
                                asOf,
                                input.includeResponses()));
        return cursors.start(digest, input.cursor(), MonitorSatisfaction::position)
                .map(start -> report(tx, input, scoped, asOf, digest, start.position(), call));
    }

    private static Position position(List<@Nullable String> values) {
        return new Position(
                Instant.parse(Objects.requireNonNull(values.get(0))),
                Objects.requireNonNull(values.get(1)));
    }

    private SatisfactionAnswer report(
            Transaction tx,
            SatisfactionInput input,
            Scoped scoped,
            LocalDate asOf,
            String digest,
            @Nullable Position after,
            Call call) {
        SatisfactionReading reading =
                new SatisfactionReading(tx, input, scoped.filter(), asOf, call.now());
        return new SatisfactionAnswer(
                reading.report(
                        scoped.clientName(),
                        after,
                        last ->
                                cursors.after(
                                        digest,
                                        List.of(last.respondedAt().toString(), last.responseId()))),
                null,
                asOf,
                call.now(),
                reading.evidence(),
                reading.gaps(sending));
    }

    private Answer<SatisfactionAnswer> send(SatisfactionInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Sent.class).map(sent -> output(sending(sent), input, call));
        }
        return database.current(
                        tx ->
                                filter(tx, input)
                                        .map(scoped -> order(input, scoped.filter()))
                                        .then(
                                                order ->
                                                        sending.plan(tx, order, call.now())
                                                                .map(
                                                                        plan ->
                                                                                new Planned(
                                                                                        order,
                                                                                        plan))))
                .then(planned -> send(planned, input, call));
    }

    private static Sending sending(Sent sent) {
        return new Sending(
                sent.campaignId(),
                sent.surveyId(),
                sent.recipientCount(),
                sent.clientCount(),
                sent.skipped(),
                null,
                null);
    }

    private record Planned(SurveyOrder order, Plan plan) {}

    private static SurveyOrder order(SatisfactionInput input, SatisfactionFilter filter) {
        String surveyId = input.surveyId();
        return new SurveyOrder(
                filter,
                surveyId != null && input.surveyType() == null ? null : input.kinds().getFirst(),
                surveyId,
                input.roles() == null ? Set.of() : Set.copyOf(input.roles()),
                input.quietDays(),
                input.maxRecipients());
    }

    private Answer<SatisfactionAnswer> send(Planned planned, SatisfactionInput input, Call call) {
        Plan plan = planned.plan();
        FirstMessage first = FirstMessage.of(plan.letters().getFirst(), call.seesPersonalData());
        if (input.dryRun()) {
            return Answer.of(
                    output(
                            new Sending(
                                    null,
                                    plan.surveyId(),
                                    plan.letters().size(),
                                    plan.clientCount(),
                                    plan.skipped(),
                                    first,
                                    true),
                            input,
                            call));
        }
        return call.writeConfirmed(
                        new SurveyPreview(
                                plan.surveyId(),
                                plan.kind(),
                                plan.letters().size(),
                                plan.clientCount(),
                                plan.skipped(),
                                first,
                                sending.undelivered("campaign_id")),
                        plan.fingerprint(),
                        Sent.class,
                        tx -> sending.send(tx, planned.order(), plan.fingerprint(), call.doing()))
                .map(sent -> output(sending(sent), input, call));
    }

    private SatisfactionAnswer output(Sending sending, SatisfactionInput input, Call call) {
        return new SatisfactionAnswer(
                null,
                sending,
                call.today(),
                call.now(),
                new Evidence(null, null, null, null, null, null, null, null, input.quietDays()),
                this.sending.undelivered("campaign_id"));
    }
}
