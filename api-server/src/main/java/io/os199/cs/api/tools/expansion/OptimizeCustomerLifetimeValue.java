package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.expansion.lifetime.ClientLifetime;
import io.os199.cs.expansion.lifetime.LifetimeEvidence;
import io.os199.cs.expansion.lifetime.LifetimeItem;
import io.os199.cs.expansion.lifetime.LifetimeOrder;
import io.os199.cs.expansion.lifetime.LifetimeOrder.Position;
import io.os199.cs.expansion.lifetime.LifetimeQuery;
import io.os199.cs.expansion.lifetime.LifetimeQuery.Sort;
import io.os199.cs.expansion.lifetime.LifetimeReader;
import io.os199.cs.expansion.lifetime.LifetimeSummary;
import io.os199.cs.expansion.lifetime.OptimizationFocus;
import io.os199.cs.expansion.lifetime.PortfolioLifetime;
import io.os199.cs.expansion.lifetime.PortfolioLifetimeWork;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.retention.churn.ChurnModels;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The value of clients over some years, and which lever adds most. */
@ToolInfo(
        name = "optimize_customer_lifetime_value",
        title = "Customer lifetime value",
        description =
                "What a client, or without client_id (a job) the portfolio, is worth, and what "
                        + "keeping, growing or serving it cheaper would add. Who may leave: "
                        + "identify_churn_risk.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class OptimizeCustomerLifetimeValue
        implements Tool<OptimizeCustomerLifetimeValue.Input, OptimizeCustomerLifetimeValue.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;

    OptimizeCustomerLifetimeValue(
            Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable String clientId,
            @Default(value = "balanced", listed = false) OptimizationFocus optimizationFocus,
            @Default(value = "5", listed = false) @Min(1) @Max(10) int horizonYears,
            @Nullable @DecimalMin("0") @DecimalMax("0.5") BigDecimal discountRate,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal grossMarginRate,
            @Nullable Sort sort,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private LifetimeQuery query() {
            return new LifetimeQuery(
                    optimizationFocus,
                    horizonYears,
                    discountRate,
                    grossMarginRate,
                    Objects.requireNonNullElse(sort, Sort.IMPROVEMENT),
                    tier,
                    csm == null ? null : CsmHash.of(csm),
                    segmentId,
                    minArrAmount);
        }

        /** Returns which of the arguments that only the portfolio takes were sent. */
        private Map<String, Boolean> portfolioArguments() {
            Map<String, Boolean> sent = new LinkedHashMap<>();
            sent.put("sort", sort != null);
            sent.putAll(FindingSearch.portfolioFilters(tier, csm, segmentId, minArrAmount));
            sent.put("cursor", cursor != null);
            return sent;
        }
    }

    /** The values of clients, or the progress of the job. */
    public record Output(
            @Nullable LocalDate asOf,
            @Nullable Instant computedAt,
            @Nullable List<LifetimeItem> clients,
            @Nullable LifetimeSummary summary,
            @Nullable String calibrationNote,
            @Nullable String leversNote,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable LifetimeEvidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(PortfolioLifetime read) {
            return new Output(
                    read.asOf(),
                    read.computedAt(),
                    read.clients(),
                    read.summary(),
                    read.calibrationNote(),
                    read.leversNote(),
                    read.totalCount(),
                    read.nextCursor(),
                    read.evidence(),
                    read.dataGaps(),
                    null);
        }

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, null, null, job);
        }
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return input.clientId() == null
                ? List.of()
                : FindingSearch.portfolioOnly(input.portfolioArguments());
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        if (reference != null) {
            return database.snapshot(
                    tx ->
                            clients.resolveUsed(tx, reference)
                                    .then(client -> ofClient(tx, input, client, call)));
        }
        return database.read(tx -> ClientList.unknownFilter(tx, input.segmentId(), input.csm()))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> portfolio(input, call));
    }

    private static Answer<Output> ofClient(
            Transaction tx, Input input, UsedClient client, Call call) {
        if (client.isChurned()) {
            return Answer.refused(churned(tx, client, call.today()));
        }
        ClientLifetime read =
                new LifetimeReader(tx, input.query(), call.now()).of(client.clientId());
        return Answer.of(
                new Output(
                        call.today(),
                        call.now(),
                        List.of(read.client()),
                        null,
                        ChurnModels.caution(tx, ChurnModels.active(tx)),
                        PortfolioLifetime.LEVERS_NOTE,
                        1L,
                        null,
                        read.evidence(),
                        read.dataGaps(),
                        null));
    }

    private static Refusal churned(Transaction tx, UsedClient client, LocalDate today) {
        BigDecimal brought = LifetimeReader.revenueToDate(tx, client.clientId(), today);
        return Refusal.failedPrecondition("the client has churned: it has no value to come")
                .hint(
                        "%swhy it left is in analyze_churn_postmortem"
                                .formatted(
                                        brought == null
                                                ? ""
                                                : "Its lifetime revenue is %s; "
                                                        .formatted(brought.toPlainString())));
    }

    private Answer<Output> portfolio(Input input, Call call) {
        LifetimeQuery query = input.query();
        return cursors.start(PortfolioLifetimeWork.digest(query), input.cursor(), Position::of)
                .then(
                        start ->
                                jobs.answer(
                                        call,
                                        PortfolioLifetimeWork.TOOL,
                                        Json.tree(
                                                new LifetimeOrder(
                                                        call.today(),
                                                        query,
                                                        input.limit(),
                                                        start.position())),
                                        input.waitSeconds(),
                                        result ->
                                                Output.of(
                                                        Json.read(
                                                                result.toString(),
                                                                PortfolioLifetime.class)),
                                        Output::of));
    }
}
