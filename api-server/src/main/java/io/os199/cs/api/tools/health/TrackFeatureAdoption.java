package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.ProductCatalogue;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Tier;
import io.os199.cs.health.adoption.AdoptionEvidence;
import io.os199.cs.health.adoption.AdoptionOrder;
import io.os199.cs.health.adoption.AdoptionQuery;
import io.os199.cs.health.adoption.AdoptionWindow;
import io.os199.cs.health.adoption.ClientFeatureUse;
import io.os199.cs.health.adoption.ClientUse;
import io.os199.cs.health.adoption.Feature;
import io.os199.cs.health.adoption.FeatureAdoption;
import io.os199.cs.health.adoption.PortfolioAdoption;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.health.adoption.RatePosition;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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

/** Which features one client's users, or the portfolio's clients, have adopted. */
@ToolInfo(
        name = "track_feature_adoption",
        title = "Track feature adoption",
        description =
                "Which features a client's users, or without client_id (a job) all clients, took"
                    + " up, how fast, whether it lasts. Usage as a whole: track_usage_engagement.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackFeatureAdoption
        implements Tool<TrackFeatureAdoption.Input, TrackFeatureAdoption.Output> {
    private static final int MOST_PAST_DAYS = 90;

    private final Database database;
    private final ClientDirectory clients;
    private final JobCalls jobs;
    private final Cursors cursors;
    private final FeatureAdoption adoption = new FeatureAdoption();

    TrackFeatureAdoption(
            Database database, ClientDirectory clients, JobCalls jobs, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    public record Input(
            @Nullable String clientId,
            @Nullable @Size(min = 1, max = 200) @Doc("Id or key") String featureId,
            @Nullable @Size(min = 1, max = 50) String category,
            @Nullable Tier tier,
            @Default("90") @Min(1) @Max(365) int timePeriodDays,
            @Default("0.20") @DecimalMin("0.01") @DecimalMax("1") BigDecimal adoptionThreshold,
            @Nullable @Doc("In the past: one client, at most 90 days") LocalDate asOf,
            @Default(value = "true", listed = false) boolean includeUserPersonas,
            @Default(value = "true", listed = false) boolean optimizationRecommendations,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {

        AdoptionQuery query(@Nullable Feature feature) {
            return new AdoptionQuery(
                    asOf,
                    feature == null ? null : feature.featureKey(),
                    category,
                    tier,
                    timePeriodDays,
                    adoptionThreshold);
        }
    }

    /** The answer for a client or the portfolio, each with its features; or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable ClientAdoption client,
            @JsonUnwrapped @Nullable Portfolio portfolio,
            @Nullable LocalDate asOf,
            @Nullable List<FeatureItem> items,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable List<Truncation> truncated,
            @Nullable AdoptionEvidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(PortfolioAdoption portfolio) {
            return new Output(
                    null,
                    new Portfolio(portfolio.clientCount(), portfolio.overallClientAdoptionRate()),
                    portfolio.asOf(),
                    portfolio.items().stream().map(FeatureItem::of).toList(),
                    portfolio.totalCount(),
                    portfolio.nextCursor(),
                    null,
                    portfolio.evidence(),
                    portfolio.dataGaps(),
                    null);
        }

        static Output of(JobHandle job) {
            return new Output(null, null, null, null, null, null, null, null, null, job);
        }
    }

    public record Portfolio(int clientCount, @Nullable BigDecimal overallClientAdoptionRate) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        LocalDate asOf = input.asOf();
        if (input.clientId() != null && input.tier() != null) {
            faults.add(
                    new Fault(
                            "tier",
                            "tier chooses clients of the portfolio",
                            "tier or client_id, not both"));
        }
        if (asOf == null || unread.contains("as_of")) {
            return faults;
        }
        if (asOf.isAfter(call.today())) {
            faults.add(
                    new Fault(
                            "as_of",
                            "as_of " + asOf + " is later than today",
                            call.today() + " or before"));
        } else if (asOf.isBefore(call.today())) {
            if (input.clientId() == null) {
                faults.add(
                        new Fault(
                                "as_of",
                                "as_of " + asOf + " in the past is for one client",
                                "a client_id, or the call without as_of"));
            }
            if (input.timePeriodDays() > MOST_PAST_DAYS) {
                faults.add(
                        new Fault(
                                "time_period_days",
                                "time_period_days "
                                        + input.timePeriodDays()
                                        + " is too long for an as_of in the past",
                                "1 to " + MOST_PAST_DAYS));
            }
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        String reference = input.clientId();
        return reference == null
                ? portfolio(input, call)
                : database.snapshot(tx -> client(tx, input, reference, call));
    }

    private Answer<Output> client(Transaction tx, Input input, String reference, Call call) {
        return clients.resolve(tx, reference)
                .then(
                        client ->
                                asked(tx, input)
                                        .then(
                                                asked -> {
                                                    AdoptionQuery query =
                                                            input.query(asked.feature());
                                                    String digest =
                                                            Cursors.digest(
                                                                    "feature_adoption:"
                                                                            + client.clientId(),
                                                                    query);
                                                    return start(digest, input)
                                                            .then(
                                                                    start ->
                                                                            client(
                                                                                    tx, input, call,
                                                                                    client, query,
                                                                                    digest, start));
                                                }));
    }

    private Answer<Output> client(
            Transaction tx,
            Input input,
            Call call,
            ClientRef client,
            AdoptionQuery query,
            String digest,
            Start<RatePosition> start) {
        LocalDate asOf = input.asOf() == null ? call.today() : input.asOf();
        AdoptionWindow window = new AdoptionWindow(asOf, call.today(), query.days());
        ClientFeatureUse read = adoption.client(tx, client.clientId(), window, query);
        Optional<Refusal> gone = eventsGone(window, read.use());
        if (gone.isPresent()) {
            return Answer.refused(gone.get());
        }
        return Answer.of(
                new ClientAdoptionAnswer(adoption, cursors, input, query, window, call.now())
                        .of(tx, client, read, digest, start.position()));
    }

    /** Refuses a past day whose events are not all kept: a count over only some of them would look like a decline. */
    private static Optional<Refusal> eventsGone(AdoptionWindow window, ClientUse use) {
        LocalDate keptFrom = use.eventsKeptFrom();
        if (window.isToday() || keptFrom == null || !window.eventsFrom().isBefore(keptFrom)) {
            return Optional.empty();
        }
        int days = Math.max(window.days(), 30);
        LocalDate first = keptFrom.plusDays(days - 1L);
        return Optional.of(
                Refusal.failedPrecondition(
                                "usage events before "
                                        + keptFrom
                                        + " are not all kept, and as_of "
                                        + window.asOf()
                                        + " needs those of "
                                        + days
                                        + " days")
                        .field("as_of")
                        .expected(
                                first.isAfter(window.today())
                                        ? "the call without as_of"
                                        : first + " or later"));
    }

    private Answer<Output> portfolio(Input input, Call call) {
        return database.read(tx -> asked(tx, input))
                .then(
                        asked -> {
                            AdoptionQuery query = input.query(asked.feature());
                            return start(PortfolioAdoptionWork.digest(query), input)
                                    .then(start -> submit(input, query, start, call));
                        });
    }

    private Answer<Output> submit(
            Input input, AdoptionQuery query, Start<RatePosition> start, Call call) {
        AdoptionOrder order =
                new AdoptionOrder(call.today(), query, input.limit(), start.position());
        return jobs.answer(
                call,
                PortfolioAdoptionWork.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> Output.of(Json.read(result.toString(), PortfolioAdoption.class)),
                Output::of);
    }

    /**
     * The feature asked for; absent where all are. The request is refused where the feature, or the category, does
     * not exist.
     */
    private record Asked(@Nullable Feature feature) {}

    private Answer<Asked> asked(Transaction tx, Input input) {
        Refusal unknown = ProductCatalogue.unknownCategory(tx, input.category());
        if (unknown != null) {
            return Answer.refused(unknown);
        }
        return input.featureId() == null
                ? Answer.of(new Asked(null))
                : adoption.feature(tx, input.featureId()).map(Asked::new);
    }

    private Answer<Start<RatePosition>> start(String digest, Input input) {
        return cursors.start(digest, input.cursor(), RatePosition::ofSortValues);
    }
}
