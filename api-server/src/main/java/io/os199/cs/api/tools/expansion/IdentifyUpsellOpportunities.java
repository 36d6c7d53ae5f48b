package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingSummary;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** Which clients have outgrown their seats, an allowance or the tier. */
@ToolInfo(
        name = "identify_upsell_opportunities",
        title = "Upsell opportunities",
        description =
                "Clients who outgrew seats, allowance or tier: evidence, added ARR at list price."
                        + " Other products: identify_crosssell_opportunities.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class IdentifyUpsellOpportunities
        implements Tool<IdentifyUpsellOpportunities.Input, IdentifyUpsellOpportunities.Output> {
    private final FindingSearch findings;

    IdentifyUpsellOpportunities(FindingSearch findings) {
        this.findings = findings;
    }

    /** The ways in which a client can buy more of the same. */
    public enum UpsellType {
        SEATS(OpportunityType.SEATS),
        UPSELL(OpportunityType.UPSELL),
        TIER_UPGRADE(OpportunityType.TIER_UPGRADE);

        final OpportunityType type;

        UpsellType(OpportunityType type) {
            this.type = type;
        }
    }

    public record Input(
            @Nullable String clientId,
            @Default(value = "75", listed = false) @Min(0) @Max(100) int minHealthScore,
            @Default(value = "0.70", listed = false) @DecimalMin("0.5") @DecimalMax("1")
                    BigDecimal minUsageThreshold,
            @Nullable @Size(min = 1) List<UpsellType> opportunityTypes,
            @Default(value = "false", listed = false) boolean includeBlocked,
            @Default(value = "0", listed = false) @DecimalMin("0") BigDecimal minValueAmount,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private FindingSearch.Query query() {
            List<UpsellType> types =
                    opportunityTypes == null ? List.of(UpsellType.values()) : opportunityTypes;
            return new FindingSearch.Query(
                    "upsell",
                    clientId,
                    new FindingFilter(
                            types.stream().map(each -> each.type).distinct().sorted().toList(),
                            null,
                            tier,
                            csm,
                            segmentId,
                            minArrAmount,
                            null,
                            null,
                            minHealthScore,
                            includeBlocked,
                            minValueAmount,
                            minUsageThreshold,
                            FindingFilter.LEAST_LIFT,
                            FindingFilter.LEAST_PAIR_COUNT),
                    limit,
                    cursor,
                    waitSeconds);
        }
    }

    /** Findings, the highest expected value first, or the progress of the portfolio scan. */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @Nullable List<FindingItem> opportunities,
            @Nullable FindingSummary summary,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable FindingEvidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        private static Output of(FindingSearch.Shown shown, Call call) {
            return new Output(
                    call.today(),
                    call.now(),
                    shown.items(),
                    shown.summary(),
                    shown.totalCount(),
                    shown.nextCursor(),
                    shown.evidence(),
                    shown.dataGaps(),
                    null);
        }

        private static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, job);
        }
    }

    /** An empty value: nothing is shown besides the findings. */
    private record Nothing() {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return input.clientId() == null
                ? List.of()
                : FindingSearch.portfolioOnly(
                        FindingSearch.portfolioFilters(
                                input.tier(),
                                input.csm(),
                                input.segmentId(),
                                input.minArrAmount()));
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return findings.answer(
                input.query(),
                call,
                (tx, reader, filter, items) -> new Nothing(),
                (shown, nothing) -> Output.of(shown, call),
                Output::of);
    }
}
