package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.PeriodFaults;
import io.os199.cs.api.tool.PortfolioOnly;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.feedback.metric.MetricGranularity;
import io.os199.cs.feedback.metric.MetricOrder;
import io.os199.cs.feedback.metric.MetricReader;
import io.os199.cs.feedback.metric.MetricReport;
import io.os199.cs.feedback.metric.MetricReport.Benchmark;
import io.os199.cs.feedback.metric.MetricType;
import io.os199.cs.feedback.metric.MetricWork;
import io.os199.cs.feedback.metric.PeerReader;
import io.os199.cs.feedback.metric.SegmentDimension;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One metric over time, of a client or of the portfolio. */
@ToolInfo(
        name = "track_cs_metrics",
        title = "Customer success metrics",
        description =
                "One metric over time with its uncertainty, trend, segments and own benchmark;"
                        + " without client_id a job. Each metric's own tool has the detail.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackCsMetrics implements Tool<TrackCsMetrics.Input, TrackCsMetrics.Output> {
    private static final int USUAL_DAYS = 90;
    private static final int MOST_DAYS = 1096;
    private static final DataGap PEERS_TOO_LATE =
            new DataGap(
                    "benchmark",
                    "too_late",
                    "Its peers took too long to read: ask for a shorter period");

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final JobCalls jobs;

    TrackCsMetrics(
            Database database, ClientDirectory clients, ClientAnswers answers, JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.jobs = jobs;
    }

    public record Input(
            MetricType metricType,
            @Nullable @Size(max = 200) String clientId,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Default("monthly") MetricGranularity granularity,
            @Default(value = "true", listed = false) boolean includeTrends,
            @Default(value = "true", listed = false) boolean includeBenchmarks,
            @Nullable @Size(min = 1, max = 3) List<SegmentDimension> segmentBy,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable LocalDate asOf,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private LocalDate asOf(LocalDate today) {
            return asOf == null ? today : asOf;
        }

        private LocalDate end(LocalDate today) {
            return periodEnd == null ? asOf(today).plusDays(1) : periodEnd;
        }

        private LocalDate start(LocalDate today) {
            return periodStart == null ? end(today).minusDays(USUAL_DAYS) : periodStart;
        }

        private MetricOrder order(LocalDate today) {
            return new MetricOrder(
                    metricType,
                    start(today),
                    end(today),
                    granularity,
                    includeTrends,
                    includeBenchmarks,
                    segmentBy == null ? List.of() : segmentBy,
                    tier,
                    csm == null ? null : CsmHash.of(csm),
                    segmentId,
                    asOf(today),
                    today);
        }
    }

    /** The report, or the progress of the job. */
    public record Output(@JsonUnwrapped @Nullable MetricReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        LocalDate today = call.today();
        List<Fault> faults = new ArrayList<>();
        if (!unread.contains("as_of")) {
            faults.addAll(AsOf.faults(input.asOf(), today));
        }
        boolean isDated =
                !unread.contains("as_of")
                        && !unread.contains("period_start")
                        && !unread.contains("period_end");
        if (isDated && faults.isEmpty()) {
            faults.addAll(period(input, today, unread.contains("granularity")));
        }
        if (input.clientId() != null) {
            if (!unread.contains("metric_type") && input.metricType().isOfPortfolio()) {
                faults.add(
                        new Fault(
                                "metric_type",
                                WireName.of(input.metricType())
                                        + " tells of many clients whether they stay, and nothing of"
                                        + " one",
                                "net_revenue_retention, or the call without client_id"));
            }
            faults.addAll(PortfolioOnly.faults("segment_by", input.segmentBy()));
            faults.addAll(PortfolioOnly.faults("tier", input.tier()));
            faults.addAll(PortfolioOnly.faults("csm", input.csm()));
            faults.addAll(PortfolioOnly.faults("segment_id", input.segmentId()));
        }
        return faults;
    }

    private static List<Fault> period(Input input, LocalDate today, boolean isGrainUnread) {
        LocalDate start = input.start(today);
        LocalDate end = input.end(today);
        List<Fault> faults =
                new ArrayList<>(PeriodFaults.of(start, end, input.asOf(today), MOST_DAYS));
        if (!isGrainUnread
                && faults.stream().noneMatch(each -> each.field().equals("period_start"))) {
            int buckets = input.granularity().buckets(start, end, today).size();
            if (buckets > input.granularity().most()) {
                faults.add(
                        new Fault(
                                "granularity",
                                "%s makes %d buckets of the period, more than %d"
                                        .formatted(
                                                WireName.of(input.granularity()),
                                                buckets,
                                                input.granularity().most()),
                                MetricGranularity.finest(start, end)
                                        .map(each -> WireName.of(each) + ", the finest that fits")
                                        .orElse("a shorter period")));
            }
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        MetricOrder order = input.order(call.today());
        String reference = input.clientId();
        if (reference == null) {
            return database.read(tx -> ClientList.unknownFilter(tx, input.segmentId(), input.csm()))
                    .<Answer<Output>>map(Answer::refused)
                    .orElseGet(() -> portfolio(order, input, call));
        }
        return database.<Answer<UsedClient>>read(tx -> clients.resolveUsed(tx, reference))
                .map(client -> ofClient(order, client, call));
    }

    private Output ofClient(MetricOrder order, UsedClient client, Call call) {
        MetricReport report =
                answers.metric(
                        client.clientId(),
                        client.usageSeq() + ":" + order,
                        MetricReport.class,
                        read -> !read.dataGaps().contains(PEERS_TOO_LATE),
                        () -> {
                            MetricReport read =
                                    database.snapshot(
                                            tx ->
                                                    new MetricReader(
                                                                    tx,
                                                                    order,
                                                                    client.ref(),
                                                                    call.now())
                                                            .read());
                            return order.includeBenchmarks()
                                    ? besidePeers(read, order, client)
                                    : read;
                        });
        return new Output(report, null);
    }

    private MetricReport besidePeers(MetricReport read, MetricOrder order, UsedClient client) {
        BigDecimal value = read.current().value();
        if (value == null) {
            return read;
        }
        Optional<Optional<Benchmark>> found =
                database.readInTime(tx -> new PeerReader(tx, order, client.ref()).read(value));
        if (found.isEmpty()) {
            return read.with(null, List.of(PEERS_TOO_LATE));
        }
        return found.get()
                .map(benchmark -> read.with(benchmark, List.of()))
                .orElseGet(
                        () ->
                                read.with(
                                        null,
                                        List.of(
                                                new DataGap(
                                                        "benchmark",
                                                        "too_few_peers",
                                                        "Needs 5 other clients with a value in the"
                                                                + " period"))));
    }

    private Answer<Output> portfolio(MetricOrder order, Input input, Call call) {
        Optional<MetricReport> kept = answers.keptMetric(order.toString(), MetricReport.class);
        return kept.isPresent()
                ? Answer.of(new Output(kept.get(), null))
                : jobs.answer(
                        call,
                        MetricWork.TOOL,
                        Json.tree(order),
                        input.waitSeconds(),
                        result ->
                                new Output(Json.read(result.toString(), MetricReport.class), null),
                        handle -> new Output(null, handle));
    }
}
