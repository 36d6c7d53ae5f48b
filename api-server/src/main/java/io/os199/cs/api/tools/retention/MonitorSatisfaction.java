package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionGrouping;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionRules;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.FollowUps;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Position;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Result;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Silence;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.SilentClient;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Theme;
import io.os199.cs.retention.satisfaction.SurveyAnswer;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyOrder;
import io.os199.cs.retention.satisfaction.SurveySending;
import io.os199.cs.retention.satisfaction.SurveySending.Plan;
import io.os199.cs.retention.satisfaction.SurveySending.Sent;
import io.os199.cs.retention.satisfaction.SurveySending.Skipped;
import io.os199.cs.retention.satisfaction.SurveyTally;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What customers say in surveys, how sure that is, who is unhappy and was not called; and asks them. */
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
public final class MonitorSatisfaction
        implements Tool<MonitorSatisfaction.Input, MonitorSatisfaction.Output> {
    private static final String TOOL = "monitor_satisfaction";
    private static final int USUAL_LIMIT = 20;
    private static final int MOST_GROUPS = 50;
    private static final int LEAST_OF_GROUP = 5;
    private static final int MOST_THEMES = 20;
    private static final int LONGEST_BODY = 2_000;

    /** What to do. */
    public enum Action {
        REPORT,
        SEND_SURVEY
    }

    /** Which surveys are looked at. */
    public enum SurveyType {
        NPS,
        CSAT,
        CES,
        ALL
    }

    public record Input(
            @Default(value = "report", listed = false) Action action,
            @Nullable String clientId,
            @Nullable SurveyType surveyType,
            @Default(value = "90", listed = false) @Actions("report") @Min(7) @Max(730)
                    int timePeriodDays,
            @Default(value = "48", listed = false) @Actions("report") @Min(1) @Max(720)
                    int followUpHours,
            @Default(value = "none", listed = false) @Actions("report")
                    SatisfactionGrouping groupBy,
            @Default(value = "false", listed = false) @Actions("report") boolean includeResponses,
            @Nullable @Actions("send_survey") @Size(min = 1, max = 60) String surveyId,
            @Nullable @Actions("send_survey") @Size(min = 1, max = 6) List<ContactRole> roles,
            @Default(value = "90", listed = false) @Actions("send_survey") @Min(7) @Max(365)
                    int quietDays,
            @Default(value = "500", listed = false) @Actions("send_survey") @Min(1) @Max(5_000)
                    int maxRecipients,
            @Nullable @Actions("report") LocalDate asOf,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Default(value = "20", listed = false) @Actions("report") @Min(1) @Max(200) int limit,
            @Nullable @Actions("report") @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "false", listed = false) @Actions("send_survey") boolean dryRun,
            @Nullable @Actions("send_survey") @Size(max = 400) String confirmationToken,
            @Nullable @Actions("send_survey") @Size(min = 1, max = 100) String idempotencyKey) {

        List<SurveyKind> kinds() {
            return switch (surveyType) {
                case null -> List.of(SurveyKind.NPS);
                case NPS -> List.of(SurveyKind.NPS);
                case CSAT -> List.of(SurveyKind.CSAT);
                case CES -> List.of(SurveyKind.CES);
                case ALL -> List.of(SurveyKind.values());
            };
        }
    }

    /** The report, or what came of sending. */
    public record Output(
            @JsonUnwrapped @Nullable Report report,
            @JsonUnwrapped @Nullable Sending sending,
            LocalDate asOf,
            Instant computedAt,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * What customers said.
     *
     * @param followUps low scores after which nobody was in touch
     * @param totalCount of the list that is paged: the responses where they were asked for, else the follow-ups
     */
    public record Report(
            @Nullable String clientId,
            @Nullable String clientName,
            List<SurveyMeasure> measures,
            TicketCsat ticketCsat,
            @Nullable List<Group> groups,
            List<SurveyVoice> followUps,
            @Nullable List<SurveyVoice> responses,
            long totalCount,
            @Nullable String nextCursor,
            List<Theme> themes,
            List<SilentClient> silentClients,
            List<Recommendation> recommendations,
            @Nullable List<Truncation> truncated) {}

    /** What customers gave tickets, which is apart from surveys; satisfied are 4 and 5 of 5. */
    public record TicketCsat(
            int ratedCount, @Nullable BigDecimal mean, @Nullable BigDecimal satisfiedRate) {
        static TicketCsat of(SatisfactionSurvey.TicketRatings ratings) {
            Double mean = ratings.mean();
            return new TicketCsat(
                    ratings.ratedCount(),
                    mean == null ? null : SurveyMeasure.shown(mean, 2),
                    ratings.ratedCount() == 0
                            ? null
                            : Rounded.rate(
                                    (double) ratings.satisfiedCount() / ratings.ratedCount()));
        }
    }

    /** Answers of one kind; the value is the one that is compared over time, absent below 5 responses. */
    public record Group(
            String key,
            SurveyKind kind,
            int responseCount,
            @Nullable BigDecimal value,
            @Nullable BigDecimal margin) {
        static Group of(SatisfactionSurvey.Group group) {
            SurveyTally tally = group.tally();
            SurveyTally.Estimate value = tally.total() < LEAST_OF_GROUP ? null : tally.main();
            int decimals = SurveyMeasure.decimals(tally.kind());
            return new Group(
                    group.key(),
                    tally.kind(),
                    tally.total(),
                    SurveyMeasure.value(value, decimals),
                    SurveyMeasure.margin(value, decimals));
        }
    }

    /**
     * Who is asked.
     *
     * @param skipped contacts that are not, and why
     * @param campaignId absent of a dry run
     */
    public record Sending(
            @Nullable String campaignId,
            String surveyId,
            int recipientCount,
            int clientCount,
            List<Skipped> skipped,
            @Nullable FirstMessage firstMessage,
            @Nullable Boolean isDryRun) {}

    /** The mail to the first who is asked. */
    public record FirstMessage(
            String clientId,
            @Personal(Personal.Kind.EMAIL) String to,
            String subject,
            String bodyText) {
        static FirstMessage of(Letter letter, boolean seesPersonalData) {
            MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
            return new FirstMessage(
                    letter.recipient().clientId(),
                    letter.recipient().address(),
                    UntrustedText.name(texts.subject()),
                    UntrustedText.of(texts.bodyText(), LONGEST_BODY).text());
        }
    }

    /** What a person says yes to. */
    public record SurveyPreview(
            String surveyId,
            SurveyKind kind,
            int recipientCount,
            int clientCount,
            List<Skipped> skipped,
            FirstMessage firstMessage,
            List<DataGap> dataGaps)
            implements Preview {
        @Override
        public String question() {
            return "Ask %d people at %d clients the survey %s (%s) by mail?"
                    .formatted(recipientCount, clientCount, surveyId, WireName.of(kind));
        }
    }

    /**
     * What the answer was computed from.
     *
     * @param periodEnd exclusive
     * @param supersededResponseCount answers that the same person gave anew later in the period
     * @param immatureSendCount sends younger than 30 days, which may still be answered and count
     * @param queuedSendCount sends that wait to be handed over, which do not count as sent
     */
    public record Evidence(
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable LocalDate previousStart,
            @Nullable LocalDate previousEnd,
            @Nullable Integer supersededResponseCount,
            @Nullable Integer immatureSendCount,
            @Nullable Integer queuedSendCount,
            @Nullable Integer overdueFollowUpCount,
            @Nullable Integer quietDays) {}

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
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
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
    public Answer<Output> call(Input input, Call call) {
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

    /** Whose answers, and how the one client is called that was named. */
    private record Scoped(SatisfactionFilter filter, @Nullable String clientName) {}

    private Answer<Scoped> filter(Transaction tx, Input input) {
        Optional<Refusal> unknown = ClientList.unknownSegment(tx, input.segmentId());
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

    private static SatisfactionFilter filter(Input input, @Nullable String clientId) {
        return new SatisfactionFilter(clientId, input.tier(), input.csm(), input.segmentId());
    }

    /** What makes two calls pages of one list. */
    private record Listed(
            SatisfactionFilter filter,
            List<SurveyKind> kinds,
            int days,
            LocalDate asOf,
            boolean responses) {}

    private Answer<Output> report(Transaction tx, Input input, Scoped scoped, Call call) {
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
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(report(tx, input, scoped, asOf, digest, null, call))
                : cursors.open(digest, cursor)
                        .map(
                                values ->
                                        new Position(
                                                Instant.parse(
                                                        Objects.requireNonNull(values.get(0))),
                                                Objects.requireNonNull(values.get(1))))
                        .map(after -> report(tx, input, scoped, asOf, digest, after, call));
    }

    private Output report(
            Transaction tx,
            Input input,
            Scoped scoped,
            LocalDate asOf,
            String digest,
            @Nullable Position after,
            Call call) {
        int days = input.timePeriodDays();
        SatisfactionPeriod period = SatisfactionPeriod.upTo(asOf, days);
        SatisfactionSurvey survey =
                new SatisfactionSurvey(tx, scoped.filter(), input.kinds(), period);
        List<Result> results = survey.results();
        List<Result> before = survey.resultsBefore(days);
        List<SurveyMeasure> measures = new ArrayList<>();
        List<SatisfactionRules.Measured> measured = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            SurveyMeasure measure = SurveyMeasure.of(results.get(i), before.get(i));
            measures.add(measure);
            measured.add(measure.measured(results.get(i)));
        }
        Instant end = period.end().atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant now = end.isAfter(call.now()) ? call.now() : end;
        Instant overdueBefore = now.minus(Duration.ofHours(input.followUpHours()));
        FollowUps counts = survey.followUpCounts(overdueBefore);
        Silence silence = survey.silence();
        boolean pagesResponses = input.includeResponses();
        int most = input.limit() + 1;
        List<SurveyAnswer> unheard =
                survey.followUps(
                        pagesResponses ? null : after, pagesResponses ? USUAL_LIMIT : most);
        List<SurveyVoice> followUps =
                unheard.stream()
                        .map(each -> SurveyVoice.followUp(each, now, overdueBefore))
                        .toList();
        List<SurveyVoice> responses =
                pagesResponses
                        ? survey.responses(after, most).stream().map(SurveyVoice::response).toList()
                        : List.of();
        List<Truncation> truncated = new ArrayList<>();
        List<Group> groups = groups(survey, input, truncated);
        SatisfactionSurvey.Themes said = survey.themes();
        List<Theme> themes = cut("themes", said.themes(), MOST_THEMES, truncated);
        if (silence.silent().size() < silence.silentCount()) {
            truncated.add(
                    new Truncation(
                            "silent_clients", silence.silent().size(), silence.silentCount()));
        }
        if (pagesResponses && followUps.size() < counts.totalCount()) {
            truncated.add(new Truncation("follow_ups", followUps.size(), counts.totalCount()));
        }
        int total = results.stream().mapToInt(each -> each.tally().total()).sum();
        Report rest =
                new Report(
                        scoped.filter().clientId(),
                        scoped.clientName(),
                        measures,
                        TicketCsat.of(survey.ticketRatings()),
                        groups,
                        pagesResponses ? followUps : List.of(),
                        null,
                        pagesResponses ? total : counts.totalCount(),
                        null,
                        themes,
                        silence.silent(),
                        SatisfactionRules.of(measured, counts, input.followUpHours(), silence),
                        truncated.isEmpty() ? null : truncated);
        Page<SurveyVoice> page =
                Page.of(
                        pagesResponses ? responses : followUps,
                        input.limit(),
                        rest.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        rest,
                        last ->
                                cursors.after(
                                        digest,
                                        List.of(last.respondedAt().toString(), last.responseId())));
        return new Output(
                new Report(
                        rest.clientId(),
                        rest.clientName(),
                        rest.measures(),
                        rest.ticketCsat(),
                        rest.groups(),
                        pagesResponses ? rest.followUps() : page.items(),
                        pagesResponses ? page.items() : null,
                        page.totalCount(),
                        page.nextCursor(),
                        rest.themes(),
                        rest.silentClients(),
                        rest.recommendations(),
                        rest.truncated()),
                null,
                asOf,
                call.now(),
                new Evidence(
                        period.start(),
                        period.end(),
                        period.before(days).start(),
                        period.before(days).end(),
                        survey.allAnswers() - total,
                        results.stream().mapToInt(Result::immatureCount).sum(),
                        results.stream().mapToInt(Result::queuedCount).sum(),
                        counts.overdueCount(),
                        null),
                gaps(results, before, measures, said.unscoredCount()));
    }

    private static @Nullable List<Group> groups(
            SatisfactionSurvey survey, Input input, List<Truncation> truncated) {
        if (input.groupBy() == SatisfactionGrouping.NONE) {
            return null;
        }
        return cut(
                "groups",
                survey.groups(input.groupBy()).stream().map(Group::of).toList(),
                MOST_GROUPS,
                truncated);
    }

    private static <T> List<T> cut(String list, List<T> all, int most, List<Truncation> truncated) {
        if (all.size() <= most) {
            return all;
        }
        truncated.add(new Truncation(list, most, all.size()));
        return all.subList(0, most);
    }

    private List<DataGap> gaps(
            List<Result> results,
            List<Result> before,
            List<SurveyMeasure> measures,
            int unscoredCount) {
        List<DataGap> gaps = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            String field = "measures." + WireName.of(result.tally().kind());
            if (result.tally().total() == 0) {
                gaps.add(
                        result.sentCount() == 0
                                ? new DataGap(
                                        field,
                                        "no_survey_sent",
                                        "Send one with action send_survey, or import answers")
                                : new DataGap(
                                        field,
                                        "sent_and_unanswered",
                                        "Nobody answered yet; ask again later or in person"));
            } else if (measures.get(i).trend() == null) {
                gaps.add(
                        new DataGap(
                                field + ".trend",
                                "too_few_responses",
                                "A trend needs 10 responses in both periods, there are %d and %d; take a longer time_period_days"
                                        .formatted(
                                                result.tally().total(),
                                                before.get(i).tally().total())));
            }
            if (result.queuedCount() > 0) {
                gaps.addAll(sending.undelivered(field + ".sent_count"));
            }
        }
        if (unscoredCount > 0) {
            gaps.add(
                    new DataGap(
                            "themes",
                            "sentiment_not_scored",
                            "The mood of %d pieces of feedback is not known; they are in no count of the themes"
                                    .formatted(unscoredCount)));
        }
        return gaps;
    }

    private Answer<Output> send(Input input, Call call) {
        if (call.isRepeated()) {
            return call.write(
                            Sent.class,
                            tx -> Answer.refused(Refusal.conflict("the kept answer is gone")))
                    .map(sent -> output(sending(sent), input, call));
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

    private static SurveyOrder order(Input input, SatisfactionFilter filter) {
        String surveyId = input.surveyId();
        return new SurveyOrder(
                filter,
                surveyId != null && input.surveyType() == null ? null : input.kinds().getFirst(),
                surveyId,
                input.roles() == null ? Set.of() : Set.copyOf(input.roles()),
                input.quietDays(),
                input.maxRecipients());
    }

    private Answer<Output> send(Planned planned, Input input, Call call) {
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
        Actor actor = new Actor(call.principal().id(), call.requestId());
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
                        tx ->
                                sending.send(
                                        tx,
                                        planned.order(),
                                        plan.fingerprint(),
                                        actor,
                                        TOOL,
                                        call.now()))
                .map(sent -> output(sending(sent), input, call));
    }

    private Output output(Sending sending, Input input, Call call) {
        return new Output(
                null,
                sending,
                call.today(),
                call.now(),
                new Evidence(null, null, null, null, null, null, null, null, input.quietDays()),
                this.sending.undelivered("campaign_id"));
    }
}
