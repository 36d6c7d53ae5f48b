package io.os199.cs.api.tools.support;

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
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.performance.AnalysisType;
import io.os199.cs.support.performance.PerformanceOrder;
import io.os199.cs.support.performance.PerformanceReader;
import io.os199.cs.support.performance.PerformanceReport;
import io.os199.cs.support.performance.PerformanceWork;
import io.os199.cs.support.performance.SupportFilters;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The performance of support, for one client or for all. */
@ToolInfo(
        name = "analyze_support_performance",
        title = "Support performance",
        description =
                "How support does: volume, speed, SLA, agents, ratings, self-service, trends, and"
                        + " what to change; without client_id a job. One ticket:"
                        + " handle_support_ticket.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class AnalyzeSupportPerformance
        implements Tool<AnalyzeSupportPerformance.Input, AnalyzeSupportPerformance.Output> {
    private static final int USUAL_WEEKS = 12;

    /** The deadline of an answer about one client; the tool's own leaves time to wait for a job. */
    private static final int CLIENT_SECONDS = 10;

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final JobCalls jobs;
    private final ZoneId zone;

    AnalyzeSupportPerformance(
            Database database,
            ClientDirectory clients,
            ClientAnswers answers,
            JobCalls jobs,
            ZoneId zone) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.jobs = jobs;
        this.zone = zone;
    }

    public record Input(
            @Nullable @Size(max = 200) String clientId,
            @Default("overview") AnalysisType analysisType,
            @Default("30") @Min(1) @Max(365) int periodDays,
            @Nullable LocalDate asOf,
            @Nullable @Size(min = 1, max = 80) String teamFilter,
            @Nullable @Size(min = 1, max = 200) String agentFilter,
            @Nullable TicketPriority priorityFilter,
            @Nullable TicketCategory categoryFilter,
            @Default(value = "true", listed = false) boolean includeTrends,
            @Default(value = "true", listed = false) boolean includeRecommendations,
            @Nullable @Min(8) @Max(52) Integer weeks,
            @Nullable @Min(1) @Max(200) Integer limit,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private PerformanceOrder order(SupportFilters filters, LocalDate today) {
            return new PerformanceOrder(
                    analysisType,
                    Objects.requireNonNullElse(asOf, today),
                    periodDays,
                    filters.team(),
                    filters.agentId(),
                    priorityFilter,
                    categoryFilter,
                    includeTrends,
                    includeRecommendations,
                    Objects.requireNonNullElse(weeks, USUAL_WEEKS),
                    Objects.requireNonNullElse(limit, PerformanceOrder.USUAL_LIMIT));
        }
    }

    /** The report, or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable PerformanceReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>(AsOf.faults(input.asOf(), call.today()));
        if (unread.contains("analysis_type")) {
            return faults;
        }
        AnalysisType type = input.analysisType();
        if (type == AnalysisType.KNOWLEDGE_BASE) {
            notOfSearches(faults, "team_filter", input.teamFilter());
            notOfSearches(faults, "agent_filter", input.agentFilter());
            notOfSearches(faults, "priority_filter", input.priorityFilter());
            notOfSearches(faults, "category_filter", input.categoryFilter());
        }
        boolean hasWeeks = type != AnalysisType.KNOWLEDGE_BASE && input.includeTrends();
        if (input.weeks() != null && !hasWeeks && type != AnalysisType.TRENDS) {
            faults.add(
                    new Fault(
                            "weeks",
                            "weeks is how far trends look back, and this call asks for none",
                            "absent, or analysis_type trends"));
        }
        if (input.limit() != null && type != AnalysisType.AGENT && type != AnalysisType.SLA) {
            faults.add(
                    new Fault(
                            "limit",
                            WireName.of(type) + " has no list that limit cuts",
                            "absent, or analysis_type agent or sla"));
        }
        return faults;
    }

    private static void notOfSearches(List<Fault> faults, String field, @Nullable Object sent) {
        if (sent != null) {
            faults.add(
                    new Fault(
                            field,
                            "searches and articles have no team, agent, priority or category of"
                                    + " tickets",
                            "the call without " + field + ", or another analysis_type"));
        }
    }

    @Override
    public int deadlineSeconds(Input input, int usual) {
        return input.clientId() == null ? usual : CLIENT_SECONDS;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return database.<Answer<SupportFilters>>read(
                        tx -> SupportFilters.of(tx, input.teamFilter(), input.agentFilter()))
                .map(filters -> input.order(filters, call.today()))
                .then(order -> answer(order, input, call));
    }

    private Answer<Output> answer(PerformanceOrder order, Input input, Call call) {
        String reference = input.clientId();
        return reference == null
                ? portfolio(order, input, call)
                : database.<Answer<ClientRef>>read(tx -> clients.resolve(tx, reference))
                        .map(client -> ofClient(order, client, call));
    }

    private Output ofClient(PerformanceOrder order, ClientRef client, Call call) {
        return new Output(
                answers.support(
                        client.clientId(),
                        order.toString(),
                        PerformanceReport.class,
                        () ->
                                database.snapshot(
                                        tx ->
                                                new PerformanceReader(
                                                                tx, order, client, zone, call.now())
                                                        .read())),
                null);
    }

    private Answer<Output> portfolio(PerformanceOrder order, Input input, Call call) {
        return answers.keptSupport(order.toString(), PerformanceReport.class)
                .map(kept -> Answer.of(new Output(kept, null)))
                .orElseGet(
                        () ->
                                jobs.answer(
                                        call,
                                        PerformanceWork.TOOL,
                                        Json.tree(order),
                                        input.waitSeconds(),
                                        result ->
                                                new Output(
                                                        Json.read(
                                                                result.toString(),
                                                                PerformanceReport.class),
                                                        null),
                                        handle -> new Output(null, handle)));
    }
}
