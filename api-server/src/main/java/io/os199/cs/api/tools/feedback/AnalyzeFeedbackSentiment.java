package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
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
import io.os199.cs.core.ProductCatalogue;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.CsmHash;
import io.os199.cs.core.model.Tier;
import io.os199.cs.feedback.analysis.AnalysisOrder;
import io.os199.cs.feedback.analysis.AnalysisOrder.Position;
import io.os199.cs.feedback.analysis.SentimentReader;
import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentWork;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.platform.answer.Answer;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What customers say and how they feel about it. */
@ToolInfo(
        name = "analyze_feedback_sentiment",
        title = "Feedback sentiment",
        description =
                "What customers say and how they feel: trend, themes, what is urgent. Without"
                        + " client_id a job. Scores: monitor_satisfaction.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class AnalyzeFeedbackSentiment
        implements Tool<AnalyzeFeedbackSentiment.Input, AnalyzeFeedbackSentiment.Output> {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 1_096;

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final JobCalls jobs;
    private final Cursors cursors;

    AnalyzeFeedbackSentiment(
            Database database,
            ClientDirectory clients,
            ClientAnswers answers,
            JobCalls jobs,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable String clientId,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable @Size(min = 1, max = 8) List<FeedbackType> feedbackTypes,
            @Nullable @Size(min = 1, max = 10) List<FeedbackCategory> categories,
            @Nullable @Size(min = 1, max = 100) String featureKey,
            @Nullable Tier tier,
            @Nullable @Size(max = 200) String csm,
            @Default(value = "true", listed = false) boolean includeNps,
            @Default(value = "true", listed = false) boolean includeThemes,
            @Default(value = "true", listed = false) boolean compareToPrevious,
            @Default(value = "3", listed = false) @Min(2) @Max(50) int minMentions,
            @Default(value = "10", listed = false) @Min(1) @Max(50) int maxThemes,
            @Default(value = "false", listed = false) boolean includeItems,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
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

        private AnalysisOrder order(Call call, @Nullable Position after) {
            LocalDate today = call.today();
            return new AnalysisOrder(
                    asOf(today),
                    start(today),
                    end(today),
                    feedbackTypes == null ? List.of() : feedbackTypes,
                    categories == null ? List.of() : categories,
                    featureKey,
                    tier,
                    csm == null ? null : CsmHash.of(csm),
                    includeNps,
                    includeThemes,
                    compareToPrevious,
                    minMentions,
                    maxThemes,
                    includeItems,
                    limit,
                    after,
                    call.seesPersonalData());
        }
    }

    /** The report, or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable SentimentReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate today = call.today();
        if (input.asOf() != null && input.asOf().isAfter(today)) {
            faults.add(
                    new Fault(
                            "as_of",
                            "as_of " + input.asOf() + " is later than today",
                            today + " or before"));
        } else if (!unread.contains("as_of")
                && !unread.contains("period_start")
                && !unread.contains("period_end")) {
            faults.addAll(
                    PeriodFaults.of(
                            input.start(today), input.end(today), input.asOf(today), MOST_DAYS));
        }
        if (input.clientId() != null) {
            faults.addAll(PortfolioOnly.faults("tier", input.tier()));
            faults.addAll(PortfolioOnly.faults("csm", input.csm()));
        }
        if (input.cursor() != null && !input.includeItems()) {
            faults.add(
                    new Fault(
                            "cursor",
                            "cursor goes on with items, and include_items is false",
                            "include_items true, or no cursor"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        if (reference == null) {
            return (input.featureKey() == null && input.csm() == null
                            ? Answer.of(true)
                            : database.<Answer<Boolean>>read(tx -> known(tx, input)))
                    .then(_ -> order(input, call, null))
                    .then(order -> portfolio(order, input, call));
        }
        return database.<Answer<ClientRef>>read(
                        tx -> known(tx, input).then(_ -> clients.resolve(tx, reference)))
                .then(
                        client ->
                                order(input, call, client.clientId())
                                        .map(order -> ofClient(order, client, call)));
    }

    private static Answer<Boolean> known(Transaction tx, Input input) {
        Refusal unknown = ProductCatalogue.unknownFeature(tx, input.featureKey());
        return Optional.ofNullable(unknown)
                .or(() -> ClientList.unknownCsm(tx, "csm", input.csm()))
                .<Answer<Boolean>>map(Answer::refused)
                .orElseGet(() -> Answer.of(true));
    }

    private Answer<AnalysisOrder> order(Input input, Call call, @Nullable String clientId) {
        AnalysisOrder first = input.order(call, null);
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(first)
                : cursors.open(SentimentReader.digest(first, clientId), cursor)
                        .map(
                                last ->
                                        input.order(
                                                call,
                                                new Position(
                                                        Instant.parse(
                                                                Objects.requireNonNull(
                                                                        last.getFirst())),
                                                        Objects.requireNonNull(last.getLast()))));
    }

    private Output ofClient(AnalysisOrder order, ClientRef client, Call call) {
        SentimentReport report =
                answers.sentiment(
                        client.clientId(),
                        String.join(
                                ":",
                                Cursors.digest("sentiment", order),
                                Integer.toString(order.limit())),
                        SentimentReport.class,
                        () ->
                                database.snapshot(
                                        tx ->
                                                new SentimentReader(
                                                                tx,
                                                                order,
                                                                client,
                                                                null,
                                                                cursors,
                                                                call.now())
                                                        .read()));
        return new Output(report, null);
    }

    private Answer<Output> portfolio(AnalysisOrder order, Input input, Call call) {
        return jobs.answer(
                call,
                SentimentWork.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> new Output(Json.read(result.toString(), SentimentReport.class), null),
                handle -> new Output(null, handle));
    }
}
