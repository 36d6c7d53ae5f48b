package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;
import io.os199.cs.onboarding.progress.ClientProgress;
import io.os199.cs.onboarding.progress.PortfolioProgress;
import io.os199.cs.onboarding.progress.PortfolioProgressWork;
import io.os199.cs.onboarding.progress.ProgressOrder;
import io.os199.cs.onboarding.progress.ProgressReader;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How far onboarding has come, when it will end and what endangers it. */
@ToolInfo(
        name = "track_onboarding_progress",
        title = "Onboarding progress",
        description =
                "One client's onboarding: progress, projected end, critical path, risks. Without"
                        + " client_id, a job: all live ones. Changes: create_onboarding_plan.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackOnboardingProgress
        implements Tool<TrackOnboardingProgress.Input, TrackOnboardingProgress.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;

    TrackOnboardingProgress(
            Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable @Size(max = 200) String clientId,
            @Nullable @Size(max = 60) String planId,
            @Default(value = "true", listed = false) boolean includeTeamMetrics,
            @Default(value = "true", listed = false) boolean includeRiskAnalysis,
            @Nullable @Size(max = 200) String csm,
            @Nullable Tier productTier,
            @Nullable RiskLevel minRiskLevel,
            @Nullable LocalDate asOf,
            @Default(value = "50", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        /** Returns which of the arguments that only the portfolio takes were sent. */
        private Map<String, Boolean> portfolioArguments() {
            Map<String, Boolean> sent = new LinkedHashMap<>();
            sent.put("csm", csm != null);
            sent.put("product_tier", productTier != null);
            sent.put("min_risk_level", minRiskLevel != null);
            sent.put("cursor", cursor != null);
            return sent;
        }
    }

    /** The progress of one client, of all clients, or of the job. */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @JsonUnwrapped @Nullable ClientProgress client,
            PortfolioProgress.@Nullable Summary summary,
            @Nullable List<PortfolioProgress.Item> items,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable List<Recommendation> recommendations,
            ProgressReader.@Nullable Evidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(ProgressReader.Read read, LocalDate asOf, Instant now) {
            return new Output(
                    asOf,
                    now,
                    read.progress(),
                    null,
                    null,
                    null,
                    null,
                    read.recommendations(),
                    read.evidence(),
                    read.dataGaps(),
                    null);
        }

        static Output of(PortfolioProgress read) {
            return new Output(
                    read.asOf(),
                    read.computedAt(),
                    null,
                    read.summary(),
                    read.items(),
                    read.totalCount(),
                    read.nextCursor(),
                    null,
                    null,
                    read.dataGaps(),
                    null);
        }

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, null, null, job);
        }
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>(AsOf.faults(input.asOf(), call.today()));
        if (input.clientId() != null) {
            input.portfolioArguments()
                    .forEach(
                            (field, isSent) -> {
                                if (isSent) {
                                    faults.add(
                                            new Fault(
                                                    field,
                                                    field + " is for the portfolio",
                                                    "the call without "
                                                            + field
                                                            + ", or without client_id"));
                                }
                            });
        } else if (input.planId() != null) {
            faults.add(
                    new Fault(
                            "plan_id",
                            "plan_id needs client_id",
                            "client_id beside plan_id, or neither"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        String reference = input.clientId();
        return reference == null
                ? portfolio(input, asOf, call)
                : database.snapshot(
                        tx ->
                                clients.resolve(tx, reference)
                                        .then(client -> ofClient(tx, input, client, asOf, call)));
    }

    private static Answer<Output> ofClient(
            Transaction tx, Input input, ClientRef client, LocalDate asOf, Call call) {
        return TrackedPlan.of(tx, client.clientId(), input.planId(), asOf)
                .map(
                        plan ->
                                Answer.of(
                                        Output.of(
                                                new ProgressReader(
                                                                tx,
                                                                asOf,
                                                                asOf.isBefore(call.today()),
                                                                input.includeTeamMetrics(),
                                                                input.includeRiskAnalysis())
                                                        .of(plan),
                                                asOf,
                                                call.now())))
                .orElseGet(() -> Answer.refused(noPlan(input, client)));
    }

    private static Refusal noPlan(Input input, ClientRef client) {
        return input.planId() == null
                ? Refusal.notFound(
                                "client_id",
                                "client %s has no onboarding plan".formatted(client.clientId()))
                        .hint("create_onboarding_plan makes one")
                : Refusal.notFound(
                                "plan_id",
                                "client %s has no plan %s"
                                        .formatted(client.clientId(), input.planId()))
                        .hint("leave out plan_id for its live plan, or the newest");
    }

    private Answer<Output> portfolio(Input input, LocalDate asOf, Call call) {
        String csm = input.csm();
        ProgressOrder.Query query =
                new ProgressOrder.Query(
                        csm == null ? null : CsmHash.of(csm),
                        input.productTier(),
                        Objects.requireNonNullElse(input.minRiskLevel(), RiskLevel.LOW),
                        asOf);
        return known(csm)
                .then(
                        _ ->
                                cursors.start(
                                        PortfolioProgressWork.digest(query),
                                        input.cursor(),
                                        ProgressOrder.Position::of))
                .then(
                        start ->
                                jobs.answer(
                                        call,
                                        PortfolioProgressWork.TOOL,
                                        Json.tree(
                                                new ProgressOrder(
                                                        asOf,
                                                        asOf.isBefore(call.today()),
                                                        query,
                                                        input.limit(),
                                                        start.position())),
                                        input.waitSeconds(),
                                        result ->
                                                Output.of(
                                                        Json.read(
                                                                result.toString(),
                                                                PortfolioProgress.class)),
                                        Output::of));
    }

    private Answer<Boolean> known(@Nullable String csm) {
        return csm == null
                ? Answer.of(true)
                : database.read(tx -> ClientList.unknownCsm(tx, "csm", csm))
                        .<Answer<Boolean>>map(Answer::refused)
                        .orElseGet(() -> Answer.of(true));
    }
}
