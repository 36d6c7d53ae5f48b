package io.os199.cs.api.tools.expansion;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.PeriodEnd;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.report.RevenueOrder;
import io.os199.cs.expansion.report.RevenueQuestion;
import io.os199.cs.expansion.report.RevenueReport;
import io.os199.cs.expansion.report.RevenueReportReader;
import io.os199.cs.expansion.report.RevenueReportWork;
import io.os199.cs.expansion.revenue.PeriodLength;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueGrouping;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How recurring revenue moved and how much of it was kept. */
@ToolInfo(
        name = "track_revenue_expansion",
        title = "Revenue retention and expansion",
        description =
                "NRR, GRR, logo retention and the ARR bridge by period, where expansion came from,"
                        + " the pipeline ahead. What is due: forecast_renewals.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackRevenueExpansion
        implements Tool<TrackRevenueExpansion.Input, TrackRevenueExpansion.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;

    TrackRevenueExpansion(Database database, ClientDirectory clients, JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
    }

    public record Input(
            @Default("quarterly") PeriodLength timePeriod,
            @Default("4") @Min(1) @Max(24) int periods,
            @Nullable @Doc("Exclusive; default: start of the current period") LocalDate periodEnd,
            @Default(value = "true", listed = false) boolean includePipeline,
            @Default(value = "none", listed = false) RevenueGrouping groupBy,
            @Default(value = "10", listed = false) @Min(0) @Max(50) int top,
            @Default(value = "false", listed = false) @Doc("Makes it a job")
                    boolean includeSuccessFactors,
            @Nullable String clientId,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @DecimalMin("0") BigDecimal minArrAmount,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private LocalDate end(LocalDate today) {
            return periodEnd == null ? timePeriod.start(today) : periodEnd;
        }

        private RevenueQuestion question(LocalDate today, @Nullable ClientRef client) {
            return new RevenueQuestion(
                    timePeriod,
                    periods,
                    end(today),
                    includePipeline,
                    groupBy,
                    top,
                    includeSuccessFactors,
                    client,
                    new RevenueFilter(
                            client == null ? null : client.clientId(),
                            tier,
                            csm,
                            segmentId,
                            minArrAmount));
        }

        private RevenueOrder order(LocalDate today) {
            return new RevenueOrder(
                    timePeriod,
                    periods,
                    end(today),
                    includePipeline,
                    groupBy,
                    top,
                    tier,
                    csm == null ? null : CsmHash.of(csm),
                    segmentId,
                    minArrAmount);
        }
    }

    /** The report, or the progress of the job. */
    public record Output(@JsonUnwrapped @Nullable RevenueReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate end = input.periodEnd();
        if (end != null && !unread.contains("period_end")) {
            faults.addAll(PeriodEnd.faults(end, call.today()));
        }
        if (input.clientId() != null) {
            Map<String, Boolean> sent =
                    FindingSearch.portfolioFilters(
                            input.tier(), input.csm(), input.segmentId(), input.minArrAmount());
            sent.put("group_by", input.groupBy() != RevenueGrouping.NONE);
            sent.put("include_success_factors", input.includeSuccessFactors());
            faults.addAll(FindingSearch.portfolioOnly(sent));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        if (reference != null) {
            return database.snapshot(
                    tx ->
                            clients.resolve(tx, reference)
                                    .map(client -> report(tx, input, client, call)));
        }
        return database.read(tx -> ClientList.unknownFilter(tx, input.segmentId(), input.csm()))
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(
                        () ->
                                input.includeSuccessFactors()
                                        ? job(input, call)
                                        : database.snapshot(
                                                tx -> Answer.of(report(tx, input, null, call))));
    }

    private static Output report(
            Transaction tx, Input input, @Nullable ClientRef client, Call call) {
        RevenueQuestion question = input.question(call.today(), client);
        return new Output(new RevenueReportReader(tx, question, call.now()).read(), null);
    }

    private Answer<Output> job(Input input, Call call) {
        return jobs.answer(
                call,
                RevenueReportWork.TOOL,
                Json.tree(input.order(call.today())),
                input.waitSeconds(),
                result -> new Output(Json.read(result.toString(), RevenueReport.class), null),
                handle -> new Output(null, handle));
    }
}
