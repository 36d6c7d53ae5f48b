package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.health.tiers.ValueModel;
import io.os199.cs.health.tiers.ValueTierOrder;
import io.os199.cs.health.tiers.ValueTierReport;
import io.os199.cs.health.tiers.ValueTiering;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The portfolio in value tiers, with the service that each should get. */
@ToolInfo(
        name = "segment_by_value_tier",
        title = "Segment by value tier",
        description =
                "Ranks the portfolio into value tiers: VIPs, whether each gets its service, the"
                    + " people that takes; save: true keeps them. Other splits: segment_customers.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class SegmentByValueTier
        implements Tool<SegmentByValueTier.Input, SegmentByValueTier.Output> {
    private final JobCalls jobs;

    SegmentByValueTier(JobCalls jobs) {
        this.jobs = jobs;
    }

    public record Input(
            @Default("rfm") @Doc("rfm: money, use, recency, growth") ValueModel model,
            @Nullable @Size(min = 4, max = 4) @Doc("Ascending, of arr; the last is rfm's floor")
                    List<BigDecimal> arrThresholds,
            @Default(value = "true", listed = false) boolean serviceLevelMapping,
            @Default(value = "true", listed = false) boolean vipIdentification,
            @Default(value = "true", listed = false) boolean resourcePlanning,
            @Default("false") boolean save,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds,
            @Nullable @Size(max = 100) String idempotencyKey) {}

    /** The tiers, or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable ValueTierReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<BigDecimal> bounds = input.arrThresholds();
        for (int i = 1; bounds != null && i < bounds.size(); i++) {
            if (bounds.get(i).compareTo(bounds.get(i - 1)) <= 0) {
                return List.of(
                        new Fault(
                                "arr_thresholds",
                                "arr_thresholds[%d] %s is not above the one before, %s"
                                        .formatted(
                                                i,
                                                bounds.get(i).toPlainString(),
                                                bounds.get(i - 1).toPlainString()),
                                "4 ascending amounts"));
            }
        }
        return List.of();
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.save() && !call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.refusal("saving needs cs:write; send save: false", Scope.CS_WRITE)
                            .field("save"));
        }
        ValueTierOrder order =
                new ValueTierOrder(
                        input.model(),
                        input.arrThresholds() == null
                                ? ValueTierOrder.USUAL_THRESHOLDS
                                : input.arrThresholds(),
                        input.serviceLevelMapping(),
                        input.vipIdentification(),
                        input.resourcePlanning(),
                        input.save());
        return jobs.answer(
                call,
                ValueTiering.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> new Output(Json.read(result.toString(), ValueTierReport.class), null),
                handle -> new Output(null, handle));
    }
}
