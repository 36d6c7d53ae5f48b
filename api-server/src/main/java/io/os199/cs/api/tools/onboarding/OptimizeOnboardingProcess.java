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
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.process.OnboardingProcessWork;
import io.os199.cs.onboarding.process.ProcessOrder;
import io.os199.cs.onboarding.process.ProcessReport;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How onboarding has gone across clients, and what to change. */
@ToolInfo(
        name = "optimize_onboarding_process",
        title = "Onboarding process",
        description =
                "A job: how onboarding went across clients in a period, punctuality, time to value,"
                        + " bottlenecks, what goes with success. One client:"
                        + " optimize_time_to_value.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true,
        alwaysJob = true)
public final class OptimizeOnboardingProcess
        implements Tool<OptimizeOnboardingProcess.Input, OptimizeOnboardingProcess.Output> {
    private final JobCalls jobs;

    OptimizeOnboardingProcess(JobCalls jobs) {
        this.jobs = jobs;
    }

    public record Input(
            @Default("90") @Min(7) @Max(365) int analysisPeriodDays,
            @Default(value = "5", listed = false) @Min(5) @Max(100) int minCompletedOnboardings,
            @Default(value = "true", listed = false) boolean includeInProgress,
            @Nullable Tier productTier,
            @Nullable Complexity technicalComplexity,
            @Default("21") @Min(1) @Max(365) int targetTimeToValueDays,
            @Nullable LocalDate asOf,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {}

    /** The report, or the progress of the job. */
    public record Output(@JsonUnwrapped @Nullable ProcessReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return AsOf.faults(input.asOf(), call.today());
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        ProcessOrder order =
                new ProcessOrder(
                        asOf,
                        asOf.plusDays(1L - input.analysisPeriodDays()),
                        input.minCompletedOnboardings(),
                        input.includeInProgress(),
                        input.productTier(),
                        input.technicalComplexity(),
                        input.targetTimeToValueDays(),
                        asOf.isBefore(call.today()));
        return jobs.answer(
                call,
                OnboardingProcessWork.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> new Output(Json.read(result.toString(), ProcessReport.class), null),
                handle -> new Output(null, handle));
    }
}
