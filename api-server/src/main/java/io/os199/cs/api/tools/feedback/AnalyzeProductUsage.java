package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.PeriodFaults;
import io.os199.cs.api.tool.PortfolioOnly;
import io.os199.cs.api.tool.ReadsJobs;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.ProductCatalogue;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.feedback.product.PortfolioUse;
import io.os199.cs.feedback.product.PortfolioUseWork;
import io.os199.cs.feedback.product.ProductUse;
import io.os199.cs.feedback.product.ProductUseOrder;
import io.os199.cs.feedback.product.ProductUseOrder.Position;
import io.os199.cs.feedback.product.ProductUseReader;
import io.os199.cs.health.HealthModels;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.usage.UsagePeriods;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which parts of the product clients use, pay for and ignore. */
@ToolInfo(
        name = "analyze_product_usage",
        title = "Product usage",
        description =
                "Which features a client uses, pays for and ignores; without client_id (a job)"
                        + " which earn their keep. Users and times: track_usage_engagement.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class AnalyzeProductUsage
        implements Tool<AnalyzeProductUsage.Input, AnalyzeProductUsage.Output>, ReadsJobs {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final UsagePeriods usage;
    private final HealthModels models;
    private final JobCalls jobs;
    private final Cursors cursors;

    AnalyzeProductUsage(
            Database database,
            ClientDirectory clients,
            ClientAnswers answers,
            UsagePeriods usage,
            HealthModels models,
            JobCalls jobs,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.usage = usage;
        this.models = models;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable @Size(max = 200) String clientId,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Default(value = "true", listed = false) boolean includeFeatureBreakdown,
            @Default(value = "true", listed = false) boolean includeUserSegmentation,
            @Default(value = "true", listed = false) boolean includeAdoptionAnalysis,
            @Default(value = "true", listed = false) boolean compareToBenchmark,
            @Nullable @Size(max = 50) String category,
            @Nullable @Size(max = 60) String productId,
            @Nullable Tier tier,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Nullable LocalDate asOf,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        private boolean isFiltered() {
            return category != null || productId != null;
        }

        private LocalDate today(Call call) {
            return Objects.requireNonNullElse(asOf, call.today());
        }

        private LocalDate end(Call call) {
            return Objects.requireNonNullElse(periodEnd, today(call).plusDays(1));
        }

        private LocalDate start(Call call) {
            return Objects.requireNonNullElse(periodStart, end(call).minusDays(USUAL_DAYS));
        }

        private ProductUseOrder order(Call call, @Nullable Position after) {
            return new ProductUseOrder(
                    start(call),
                    end(call),
                    today(call),
                    today(call).equals(call.today()),
                    category,
                    productId,
                    tier,
                    limit,
                    after);
        }

        private ProductUseReader.Shown shown() {
            return new ProductUseReader.Shown(
                    includeFeatureBreakdown,
                    includeUserSegmentation,
                    includeAdoptionAnalysis,
                    compareToBenchmark);
        }
    }

    /** The answer for one client. */
    public record OfClient(String clientId, String clientName, @JsonUnwrapped ProductUse use) {}

    /** The answer for all clients. */
    public record OfAll(
            PortfolioUse.Summary summary,
            List<PortfolioUse.FeatureUse> features,
            int totalCount,
            @Nullable String nextCursor,
            List<Recommendation> recommendations) {}

    /** A range of days; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /** The answer for one client, for all, or the progress of the job. */
    public record Output(
            @Nullable Period period,
            @Nullable Instant computedAt,
            @JsonUnwrapped @Nullable OfClient client,
            @Nullable OfAll portfolio,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(PortfolioUse read) {
            return new Output(
                    new Period(read.periodStart(), read.periodEnd()),
                    read.computedAt(),
                    null,
                    new OfAll(
                            read.summary(),
                            read.features(),
                            read.totalCount(),
                            read.nextCursor(),
                            read.recommendations()),
                    read.dataGaps(),
                    null);
        }

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, job);
        }
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>(AsOf.faults(input.asOf(), call.today()));
        LocalDate start = input.start(call);
        LocalDate end = input.end(call);
        long days = ChronoUnit.DAYS.between(start, end);
        if (days < 1) {
            faults.add(
                    new Fault(
                            "period_end",
                            "period_end %s is not after period_start %s".formatted(end, start),
                            "a date from " + start.plusDays(1)));
        } else if (days > MOST_DAYS) {
            faults.add(
                    new Fault(
                            "period_start",
                            "the period has %d days, more than %d".formatted(days, MOST_DAYS),
                            "a period of 1 to " + MOST_DAYS + " days"));
        } else {
            faults.addAll(PeriodFaults.late(end, input.today(call)));
        }
        if (input.clientId() != null) {
            faults.addAll(PortfolioOnly.faults("tier", input.tier()));
        }
        return faults;
    }

    /** Identifies a cached answer. */
    private record Key(long usageSeq, ProductUseOrder order, ProductUseReader.Shown shown) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        if (reference == null) {
            return portfolio(input, call);
        }
        return database.<Answer<UsedClient>>read(
                        tx -> known(tx, input).then(_ -> clients.resolveUsed(tx, reference)))
                .then(client -> ofClient(input, client, call));
    }

    private static Answer<Boolean> known(Transaction tx, Input input) {
        Refusal unknown = ProductCatalogue.unknownCategory(tx, input.category());
        if (unknown == null) {
            unknown = ProductCatalogue.unknownProduct(tx, input.productId());
        }
        return unknown == null ? Answer.of(true) : Answer.refused(unknown);
    }

    private Answer<Output> ofClient(Input input, UsedClient client, Call call) {
        String digest =
                Cursors.digest(
                        "product_usage_of_" + client.clientId(),
                        input.order(call, null).withoutPage());
        return cursors.start(digest, input.cursor(), AnalyzeProductUsage::position)
                .map(
                        start -> {
                            ProductUseOrder order = input.order(call, start.position());
                            return answers.usage(
                                    client.clientId(),
                                    "product:" + new Key(client.usageSeq(), order, input.shown()),
                                    Output.class,
                                    () ->
                                            database.snapshot(
                                                    tx ->
                                                            read(
                                                                    tx, input, client, order,
                                                                    digest, call)));
                        });
    }

    private Output read(
            Transaction tx,
            Input input,
            UsedClient client,
            ProductUseOrder order,
            String digest,
            Call call) {
        ProductUseReader reader =
                new ProductUseReader(
                        tx, client.clientId(), order, usage, models, input.compareToBenchmark());
        Page<ProductUse.FeatureUse> page = null;
        if (input.includeFeatureBreakdown()) {
            page =
                    Page.of(
                            reader.page(),
                            order.limit(),
                            reader.featureCount(),
                            AnswerBudget.of(order.limit(), ProductUseOrder.USUAL_LIMIT),
                            List.of(reader.read(input.shown(), null, null)),
                            last ->
                                    cursors.after(
                                            digest,
                                            List.of(
                                                    Long.toString(last.eventCount()),
                                                    last.featureKey())));
        }
        return new Output(
                new Period(order.periodStart(), order.periodEnd()),
                call.now(),
                new OfClient(
                        client.clientId(),
                        client.clientName(),
                        reader.read(
                                input.shown(),
                                page == null ? null : page.items(),
                                page == null ? null : page.nextCursor())),
                null,
                reader.gaps(),
                null);
    }

    private Answer<Output> portfolio(Input input, Call call) {
        ProductUseOrder first = input.order(call, null);
        return (input.isFiltered()
                        ? database.<Answer<Boolean>>read(tx -> known(tx, input))
                        : Answer.of(true))
                .then(
                        _ ->
                                cursors.start(
                                        PortfolioUseWork.digest(first),
                                        input.cursor(),
                                        AnalyzeProductUsage::position))
                .then(
                        start ->
                                jobs.answer(
                                        call,
                                        PortfolioUseWork.TOOL,
                                        Json.tree(input.order(call, start.position())),
                                        input.waitSeconds(),
                                        AnalyzeProductUsage::read,
                                        Output::of));
    }

    @Override
    public String jobTool() {
        return PortfolioUseWork.TOOL;
    }

    @Override
    public Output answer(Job job) {
        return read(Objects.requireNonNull(job.result()));
    }

    private static Output read(JsonNode result) {
        return Output.of(Json.read(result.toString(), PortfolioUse.class));
    }

    private static Position position(List<@Nullable String> last) {
        return new Position(String.valueOf(last.get(0)), String.valueOf(last.get(1)));
    }
}
