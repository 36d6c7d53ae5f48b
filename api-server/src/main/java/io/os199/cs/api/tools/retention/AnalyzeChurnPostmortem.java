package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.PeriodEnd;
import io.os199.cs.api.tool.ReadsJobs;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.facts.RetentionFacts.Pair;
import io.os199.cs.retention.postmortem.ChurnPatterns;
import io.os199.cs.retention.postmortem.ChurnPatternsWork;
import io.os199.cs.retention.postmortem.ChurnReason;
import io.os199.cs.retention.postmortem.PatternsOrder;
import io.os199.cs.retention.postmortem.Postmortem;
import io.os199.cs.retention.postmortem.PostmortemRecords;
import io.os199.cs.retention.postmortem.Postmortems;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What could be seen before a client left and what was not done; what people found; and what departures have in common. */
@ToolInfo(
        name = "analyze_churn_postmortem",
        title = "Churn postmortem",
        description =
                "What was seen before a client left, and what was not done; record keeps "
                        + "findings; patterns: all departures (a job).",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class AnalyzeChurnPostmortem
        implements Tool<AnalyzeChurnPostmortem.Input, AnalyzeChurnPostmortem.Output>, ReadsJobs {
    private static final int LONGEST_LESSON = 500;
    private static final int LONGEST_INTERVIEW = 4_000;
    private static final int USUAL_PERIOD_DAYS = 365;

    /** The action to perform. */
    public enum Action {
        ANALYZE,
        RECORD,
        PATTERNS
    }

    public record Input(
            @Default("analyze") Action action,
            @Nullable
                    @Actions(
                            value = {"analyze", "record"},
                            requiredBy = {"analyze", "record"})
                    String clientId,
            @Nullable @Actions({"analyze", "record"}) LocalDate churnDate,
            @Default(value = "365", listed = false)
                    @Actions({"analyze", "record"})
                    @Min(90)
                    @Max(730)
                    int lookbackDays,
            @Nullable @Actions("record") ChurnReason reason,
            @Nullable @Actions("record") @Size(max = 5)
                    List<@Size(max = 20) String> secondaryReasons,
            @Nullable @Actions("record") @Size(min = 1, max = 100) String competitor,
            @Nullable @Actions("record") @Size(max = 10)
                    List<@Size(min = 1, max = LONGEST_LESSON) String> lessons,
            @Nullable @Actions("record") @Size(min = 1, max = LONGEST_INTERVIEW)
                    String exitInterview,
            @Nullable @Actions(value = "record", requiredBy = "record") @Min(1) Integer version,
            @Nullable @Actions("patterns") LocalDate periodStart,
            @Nullable @Actions("patterns") LocalDate periodEnd,
            @Nullable @Actions("patterns") Tier tier,
            @Nullable @Actions("patterns") @Size(max = 200) String csm,
            @Nullable @Actions("patterns") @Size(max = 60) String segmentId,
            @Nullable @Actions("patterns") @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "10", listed = false) @Actions("patterns") @Min(0) @Max(25)
                    int waitSeconds,
            @Default(value = "false", listed = false) @Actions("record") boolean dryRun,
            @Nullable @Actions("record") @Size(max = 100) String idempotencyKey) {}

    /**
     * The answer of the action.
     *
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @JsonUnwrapped @Nullable PostmortemAnswer postmortem,
            @JsonUnwrapped @Nullable ChurnPatterns patterns,
            @Nullable List<DataGap> dataGaps,
            @Nullable Boolean isDryRun,
            @Nullable JobHandle job) {

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, job);
        }
    }

    /** A departure as analyzed, and when; the answer that a repeated call gets again. */
    public record Recorded(Postmortem found, LocalDate asOf, Instant computedAt) {}

    private final Database database;
    private final ClientDirectory clients;
    private final PostmortemRecords records;
    private final JobCalls jobs;

    AnalyzeChurnPostmortem(
            Database database, ClientDirectory clients, PostmortemRecords records, JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.records = records;
        this.jobs = jobs;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate churnDate = input.churnDate();
        if (churnDate != null && churnDate.isAfter(call.today())) {
            faults.add(
                    new Fault(
                            "churn_date",
                            "churn_date " + churnDate + " is later than today",
                            call.today() + " or before"));
        }
        if (!unread.contains("period_start") && !unread.contains("period_end")) {
            LocalDate start = periodStart(input, call);
            LocalDate end = periodEnd(input, call);
            if (!start.isBefore(end)) {
                faults.add(
                        new Fault(
                                "period_start",
                                "period_start " + start + " is not before period_end " + end,
                                "a day before period_end"));
            }
            faults.addAll(PeriodEnd.faults(end, call.today()));
        }
        return faults;
    }

    private static LocalDate periodEnd(Input input, Call call) {
        return input.periodEnd() == null ? call.today().plusDays(1) : input.periodEnd();
    }

    private static LocalDate periodStart(Input input, Call call) {
        return input.periodStart() == null
                ? periodEnd(input, call).minusDays(USUAL_PERIOD_DAYS)
                : input.periodStart();
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return switch (input.action()) {
            case ANALYZE -> database.snapshot(tx -> analyze(tx, input, call));
            case RECORD -> record(input, call);
            case PATTERNS -> patterns(input, call);
        };
    }

    private Answer<Output> analyze(Transaction tx, Input input, Call call) {
        return departure(tx, input)
                .map(pair -> postmortems(tx, input, call).of(tx, List.of(pair)).getFirst())
                .map(found -> output(new Recorded(found, call.today(), call.now()), null));
    }

    private static Postmortems postmortems(Transaction tx, Input input, Call call) {
        return new Postmortems(ChurnModels.active(tx), call.today(), input.lookbackDays());
    }

    /** Finds the departure meant: the one on the given day, or the latest. */
    private Answer<Pair> departure(Transaction tx, Input input) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .then(ref -> departure(tx, ref, input.churnDate()));
    }

    private static Answer<Pair> departure(
            Transaction tx, ClientRef ref, @Nullable LocalDate churnDate) {
        List<LocalDate> days = PostmortemRecords.days(tx, ref.clientId());
        if (days.isEmpty()) {
            return Answer.refused(
                    PostmortemRecords.isGone(tx, ref.clientId())
                            ? undated(ref)
                            : Refusal.failedPrecondition(ref.clientName() + " has not churned")
                                    .hint(
                                            "manage_lifecycle_stages enters a churn (transition to"
                                                    + " churned); of a client still here ask"
                                                    + " score_risk_factors"));
        }
        if (churnDate == null || days.contains(churnDate)) {
            return Answer.of(
                    new Pair(ref.clientId(), churnDate == null ? days.getFirst() : churnDate));
        }
        return Answer.refused(
                Refusal.notFound("churn_date", ref.clientName() + " did not churn on " + churnDate)
                        .suggestions(
                                days.stream()
                                        .map(day -> new Suggestion(day.toString(), null))
                                        .toList()));
    }

    private static Refusal undated(ClientRef ref) {
        return Refusal.failedPrecondition(
                        ref.clientName() + " has churned, but nothing says when and why")
                .hint(
                        "manage_lifecycle_stages takes both: transition to churned once more, with"
                                + " churned_on and churn_reason");
    }

    private Answer<Output> record(Input input, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("analyze", "patterns"));
        }
        List<Fault> faults = new ArrayList<>();
        List<ChurnReason> secondary = secondary(input, faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        Answer<Recorded> recorded =
                input.dryRun()
                        ? database.rehearse(tx -> record(tx, input, secondary, call))
                        : call.write(Recorded.class, tx -> record(tx, input, secondary, call));
        return recorded.map(kept -> output(kept, input.dryRun() ? true : null));
    }

    private Answer<Recorded> record(
            Transaction tx, Input input, @Nullable List<ChurnReason> secondary, Call call) {
        PostmortemRecords.Findings findings =
                new PostmortemRecords.Findings(
                        input.reason(),
                        secondary,
                        input.competitor() == null ? null : UntrustedText.name(input.competitor()),
                        input.lessons() == null
                                ? null
                                : input.lessons().stream()
                                        .map(each -> UntrustedText.of(each, LONGEST_LESSON).text())
                                        .toList(),
                        input.exitInterview() == null
                                ? null
                                : UntrustedText.of(input.exitInterview(), LONGEST_INTERVIEW)
                                        .text());
        Actor actor = call.actor();
        return departure(tx, input)
                .then(
                        pair ->
                                records.record(
                                        tx,
                                        pair,
                                        Objects.requireNonNull(input.version()),
                                        findings,
                                        postmortems(tx, input, call),
                                        actor,
                                        call.now()))
                .map(found -> new Recorded(found, call.today(), call.now()));
    }

    private static @Nullable List<ChurnReason> secondary(Input input, List<Fault> faults) {
        List<String> sent = input.secondaryReasons();
        if (sent == null) {
            return null;
        }
        List<ChurnReason> reasons = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            ChurnReason reason = ChurnReason.named(sent.get(i));
            if (reason == null) {
                faults.add(
                        WrongValue.fault(
                                "secondary_reasons[" + i + "]",
                                sent.get(i),
                                "one of " + ChurnReason.names()));
            } else if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        return reasons;
    }

    private static Output output(Recorded looked, @Nullable Boolean isDryRun) {
        return new Output(
                looked.asOf(),
                looked.computedAt(),
                PostmortemAnswer.of(looked.found()),
                null,
                PostmortemAnswer.gaps(looked.found()),
                isDryRun,
                null);
    }

    private Answer<Output> patterns(Input input, Call call) {
        PatternsOrder order =
                new PatternsOrder(
                        periodStart(input, call),
                        periodEnd(input, call),
                        input.tier(),
                        input.csm() == null ? null : CsmHash.of(input.csm()),
                        input.segmentId(),
                        input.minArrAmount());
        return database.read(tx -> ClientList.unknownFilter(tx, input.segmentId(), input.csm()))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(
                        () ->
                                jobs.answer(
                                        call,
                                        ChurnPatternsWork.TOOL,
                                        Json.tree(order),
                                        input.waitSeconds(),
                                        result -> patterns(result, call.now()),
                                        Output::of));
    }

    @Override
    public String jobTool() {
        return ChurnPatternsWork.TOOL;
    }

    @Override
    public Output answer(Job job) {
        return patterns(Objects.requireNonNull(job.result()), job.updatedAt());
    }

    private static Output patterns(JsonNode result, Instant computedAt) {
        ChurnPatterns patterns = Json.read(result.toString(), ChurnPatterns.class);
        List<DataGap> gaps = new ArrayList<>();
        if (patterns.churnedClientCount() == 0) {
            gaps.add(
                    new DataGap(
                            "signs",
                            "nobody left in the period",
                            "A longer period; a churn is entered with manage_lifecycle_stages"));
        }
        if (patterns.signs().stream().anyMatch(each -> each.shareOfRetainedRate() == null)) {
            gaps.add(
                    new DataGap(
                            "signs.share_of_retained_rate",
                            "no client stayed through the period: there is no share of those that"
                                    + " stayed, and no lift",
                            "A filter that lets more clients through, or a shorter period"));
        }
        if (patterns.retainedSampleCount() < patterns.retainedCount()
                && patterns.retainedSampleCount() > 0) {
            gaps.add(
                    new DataGap(
                            "signs.share_of_retained_rate",
                            "of %d clients that stayed %d were looked at, chosen by their ids"
                                    .formatted(
                                            patterns.retainedCount(),
                                            patterns.retainedSampleCount()),
                            "A filter makes the portfolio smaller"));
        }
        return new Output(
                LocalDate.ofInstant(computedAt, ZoneOffset.UTC),
                computedAt,
                null,
                patterns,
                gaps,
                null,
                null);
    }
}
