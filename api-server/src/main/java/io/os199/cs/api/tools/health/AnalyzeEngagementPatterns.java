package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.health.patterns.EngagementAnalysis;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.health.patterns.EngagementPatterns;
import io.os199.cs.health.patterns.PatternOrder;
import io.os199.cs.health.patterns.PatternType;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The habits of a client, or, as a job, of a segment or the portfolio. */
@ToolInfo(
        name = "analyze_engagement_patterns",
        title = "Analyze engagement patterns",
        description =
                "When and how clients engage, risk patterns, abnormal days; of a segment or "
                        + "all as a job. Plain figures: track_usage_engagement.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class AnalyzeEngagementPatterns
        implements Tool<AnalyzeEngagementPatterns.Input, AnalyzeEngagementPatterns.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final JobCalls jobs;
    private final EngagementAnalysis analysis = new EngagementAnalysis();

    AnalyzeEngagementPatterns(
            Database database, ClientDirectory clients, ClientAnswers answers, JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.jobs = jobs;
    }

    public record Input(
            @Doc("Default individual with client_id, else all_customers")
                    PatternOrder.@Nullable Scope analysisScope,
            @Nullable String clientId,
            @Nullable @Doc("For segment, as tier and health_band") String segmentId,
            @Nullable Tier tier,
            @Nullable HealthBand healthBand,
            @Nullable List<PatternType> patternTypes,
            @Default("90") @Min(7) @Max(365) int lookbackPeriodDays,
            @Default(value = "true", listed = false) boolean anomalyDetection,
            @Default(value = "true", listed = false) @Doc("Backtest of the risk patterns")
                    boolean predictiveInsights,
            @Default("UTC") @Size(max = 60) String timeZone,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        PatternOrder.Scope scope() {
            if (analysisScope != null) {
                return analysisScope;
            }
            return clientId == null
                    ? PatternOrder.Scope.ALL_CUSTOMERS
                    : PatternOrder.Scope.INDIVIDUAL;
        }

        boolean hasFilter() {
            return segmentId != null || tier != null || healthBand != null;
        }

        List<PatternType> types() {
            return patternTypes == null || patternTypes.isEmpty()
                    ? List.of(PatternType.values())
                    : List.copyOf(EnumSet.copyOf(patternTypes));
        }

        PatternOrder order(Call call) {
            return new PatternOrder(
                    scope(),
                    segmentId,
                    tier,
                    healthBand,
                    types(),
                    call.today(),
                    lookbackPeriodDays,
                    anomalyDetection,
                    predictiveInsights,
                    timeZone,
                    scope() != PatternOrder.Scope.INDIVIDUAL && call.has(Scope.CS_WRITE));
        }
    }

    /** The patterns found, or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable EngagementPatterns patterns, @Nullable JobHandle job) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        List<Fault> faults = faults(input);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        PatternOrder order = input.order(call);
        String clientId = input.clientId();
        if (clientId != null) {
            return individual(clientId, order, call);
        }
        return database.read(
                        tx ->
                                ClientList.unknownSegment(tx, input.segmentId())
                                        .<Answer<PatternOrder>>map(Answer::refused)
                                        .orElseGet(() -> Answer.of(order)))
                .then(
                        known ->
                                jobs.answer(
                                        call,
                                        EngagementPatternWork.TOOL,
                                        Json.tree(known),
                                        input.waitSeconds(),
                                        result ->
                                                new Output(
                                                        Json.read(
                                                                result.toString(),
                                                                EngagementPatterns.class),
                                                        null),
                                        handle -> new Output(null, handle)));
    }

    private static List<Fault> faults(Input input) {
        List<Fault> faults = new ArrayList<>();
        boolean isIndividual = input.scope() == PatternOrder.Scope.INDIVIDUAL;
        boolean isSegment = input.scope() == PatternOrder.Scope.SEGMENT;
        if (isIndividual && input.clientId() == null) {
            faults.add(
                    new Fault(
                            "client_id",
                            "analysis_scope individual needs a client_id",
                            "a client's id, external id or exact name"));
        }
        if (!isIndividual && input.clientId() != null) {
            faults.add(
                    new Fault(
                            "client_id",
                            "client_id is for analysis_scope individual",
                            "absent, or analysis_scope individual"));
        }
        if (isSegment && !input.hasFilter()) {
            faults.add(
                    new Fault(
                            "segment_id",
                            "analysis_scope segment needs segment_id, tier or health_band",
                            "at least one of segment_id, tier, health_band"));
        }
        if (!isSegment && input.hasFilter()) {
            faults.add(
                    new Fault(
                            "analysis_scope",
                            "segment_id, tier and health_band are for analysis_scope segment",
                            "segment, or none of the three"));
        }
        if (TimeZones.find(input.timeZone()).isEmpty()) {
            faults.add(TimeZones.fault("time_zone", input.timeZone()));
        }
        return faults;
    }

    private Answer<Output> individual(String reference, PatternOrder order, Call call) {
        return database.<Answer<UsedClient>>read(tx -> clients.resolveUsed(tx, reference))
                .map(
                        client ->
                                answers.usage(
                                        client.clientId(),
                                        "patterns:" + client.usageSeq() + ":" + order,
                                        EngagementPatterns.class,
                                        () ->
                                                database.snapshot(
                                                        tx ->
                                                                analysis.individual(
                                                                        tx,
                                                                        client.ref(),
                                                                        order,
                                                                        call.now()))))
                .map(patterns -> new Output(patterns, null));
    }
}
