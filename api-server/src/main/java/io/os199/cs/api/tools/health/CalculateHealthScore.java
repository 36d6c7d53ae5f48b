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
import io.os199.cs.api.tools.health.ClientHealth.NotSaved;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.health.HealthBeside.StoredScore;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.HealthReadDao;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PortfolioHealth;
import io.os199.cs.health.PortfolioOrder;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.health.model.StoredHealth;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The score of one client with its reasons, or a new score for the whole portfolio. */
@ToolInfo(
        name = "calculate_health_score",
        title = "Calculate health score",
        description =
                "The health score of client_id now, why, what would lift it; stored unless "
                        + "save is false. Without: the portfolio as a job. Stored score: "
                        + "get_client_overview.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class CalculateHealthScore
        implements Tool<CalculateHealthScore.Input, CalculateHealthScore.Output> {
    private static final BigDecimal RISK_THRESHOLD = BigDecimal.valueOf(60);

    private final Database database;
    private final ClientDirectory clients;
    private final HealthModels models;
    private final HealthScoring scoring;
    private final ClientAnswers answers;
    private final JobCalls jobs;

    CalculateHealthScore(
            Database database,
            ClientDirectory clients,
            HealthModels models,
            HealthScoring scoring,
            ClientAnswers answers,
            JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.models = models;
        this.scoring = scoring;
        this.answers = answers;
        this.jobs = jobs;
    }

    public record Input(
            @Nullable String clientId,
            @Default(value = HealthModels.STANDARD, listed = false) @Size(max = 50)
                    String scoringModel,
            @Nullable
                    @Doc("What-if: all five weights with the sum 1, or none")
                    @DecimalMin("0")
                    @DecimalMax("1")
                    BigDecimal usageWeight,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal engagementWeight,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal supportWeight,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal satisfactionWeight,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal paymentWeight,
            @Nullable @Doc("Default 30; others are never saved") @Min(7) @Max(365)
                    Integer lookbackPeriodDays,
            @Nullable @Doc("Up to 730 days back") LocalDate asOf,
            @Default(value = "true", listed = false) boolean includePredictions,
            @Nullable @Doc("Alert below it; default 60") @DecimalMin("0") @DecimalMax("100")
                    BigDecimal riskThreshold,
            @Nullable Boolean save,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds,
            @Nullable @Size(max = 100) String idempotencyKey,
            @Default(value = "false", listed = false) boolean dryRun) {

        LocalDate day(Call call) {
            return asOf == null ? call.today() : asOf;
        }

        boolean mayNotSave() {
            return dryRun || Boolean.FALSE.equals(save);
        }
    }

    /** One of three: the answer for a client, for the portfolio, or the progress of the job. */
    public record Output(
            @JsonUnwrapped @Nullable ClientHealth client,
            @JsonUnwrapped @Nullable PortfolioHealth portfolio,
            @Nullable JobHandle job) {}

    @Override
    public Answer<Output> call(Input input, Call call) {
        HealthArguments arguments = new HealthArguments(input);
        return database.read(tx -> model(tx, input.scoringModel()))
                .then(
                        model -> {
                            Optional<Refusal> fault =
                                    arguments
                                            .faults(call.today(), model.defaultLookbackDays())
                                            .or(() -> forbidden(input, call));
                            if (fault.isPresent()) {
                                return Answer.refused(fault.get());
                            }
                            return input.clientId() == null
                                    ? portfolio(input, arguments, model, call)
                                    : client(input, input.clientId(), arguments, model, call);
                        });
    }

    private Answer<HealthModel> model(Transaction tx, String name) {
        return models.active(tx, name)
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(unknownModel(models.activeNames(tx))));
    }

    private static Refusal unknownModel(List<String> names) {
        String expected = String.join(" or ", names);
        return Refusal.notFound(
                        "scoring_model",
                        "no active health model has this scoring_model; send " + expected)
                .expected(expected);
    }

    private static Optional<Refusal> forbidden(Input input, Call call) {
        boolean writes =
                (Boolean.TRUE.equals(input.save()) && !input.dryRun()) || input.clientId() == null;
        return writes && !call.has(Scope.CS_WRITE)
                ? Optional.of(
                        NeededScopes.refusal(
                                        input.clientId() == null
                                                ? "the portfolio job needs cs:write; name a client"
                                                        + " with save: false"
                                                : "saving needs cs:write; send save: false",
                                        Scope.CS_WRITE)
                                .field(input.clientId() == null ? "client_id" : "save"))
                : Optional.empty();
    }

    private Answer<Output> client(
            Input input,
            String reference,
            HealthArguments arguments,
            HealthModel model,
            Call call) {
        int lookback =
                input.lookbackPeriodDays() == null
                        ? model.defaultLookbackDays()
                        : input.lookbackPeriodDays();
        HealthQuery query = HealthQuery.at(input.day(call), call.now(), lookback, model);
        NotSaved reason = notSaved(input, arguments, query, call);
        Answer<ClientHealth> answer =
                reason == null
                        ? call.write(
                                ClientHealth.class,
                                tx -> client(tx, input, reference, arguments, query, null, call))
                        : kept(input, reference, arguments, query, reason, call);
        return answer.map(health -> new Output(health, null, null));
    }

    /** Identifies a cached answer whose score is not saved. */
    private record Key(
            long usageSeq,
            LocalDate asOf,
            LocalDate today,
            int lookbackDays,
            HealthModel model,
            @Nullable Map<HealthComponent, BigDecimal> weights,
            boolean predictions,
            @Nullable BigDecimal riskThreshold,
            NotSaved reason) {}

    private Answer<ClientHealth> kept(
            Input input,
            String reference,
            HealthArguments arguments,
            HealthQuery query,
            NotSaved reason,
            Call call) {
        return database.<Answer<UsedClient>>read(tx -> scorable(tx, reference))
                .map(
                        client ->
                                answers.health(
                                        client.clientId(),
                                        Json.write(
                                                new Key(
                                                        client.usageSeq(),
                                                        query.asOf(),
                                                        query.today(),
                                                        query.lookbackDays(),
                                                        query.model(),
                                                        arguments.weights(),
                                                        input.includePredictions(),
                                                        input.riskThreshold(),
                                                        reason)),
                                        ClientHealth.class,
                                        () ->
                                                database.snapshot(
                                                        tx ->
                                                                scored(
                                                                        tx,
                                                                        input,
                                                                        client.ref(),
                                                                        arguments,
                                                                        query,
                                                                        reason,
                                                                        call))));
    }

    private static @Nullable NotSaved notSaved(
            Input input, HealthArguments arguments, HealthQuery query, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return NotSaved.SCOPE;
        }
        if (input.mayNotSave()) {
            return NotSaved.SAVE_FALSE;
        }
        if (arguments.weights() != null) {
            return NotSaved.WHAT_IF;
        }
        return query.lookbackDays() == query.model().defaultLookbackDays()
                ? null
                : NotSaved.LOOKBACK;
    }

    private Answer<ClientHealth> client(
            Transaction tx,
            Input input,
            String reference,
            HealthArguments arguments,
            HealthQuery query,
            @Nullable NotSaved reason,
            Call call) {
        return scorable(tx, reference)
                .map(client -> scored(tx, input, client.ref(), arguments, query, reason, call));
    }

    private Answer<UsedClient> scorable(Transaction tx, String reference) {
        return clients.resolveUsed(tx, reference)
                .then(
                        client ->
                                client.isChurned()
                                        ? Answer.refused(
                                                Refusal.failedPrecondition(
                                                                "the client has churned and is not"
                                                                        + " scored any more")
                                                        .hint(
                                                                "Read its history with"
                                                                        + " get_client_timeline"))
                                        : Answer.of(client));
    }

    private ClientHealth scored(
            Transaction tx,
            Input input,
            ClientRef ref,
            HealthArguments arguments,
            HealthQuery query,
            @Nullable NotSaved reason,
            Call call) {
        List<String> ids = List.of(ref.clientId());
        HealthModel model = query.model();
        List<StoredScore> history =
                reason == null
                        ? tx.dao(HealthReadDao.class)
                                .history(
                                        ref.clientId(),
                                        model.modelId(),
                                        model.modelVersion(),
                                        model.defaultLookbackDays(),
                                        query.asOf())
                        : null;
        NotSaved notSaved = reason;
        List<StoredHealth> before = reason == null ? scoring.lock(tx, ids, query) : List.of();
        List<HealthScore> scores = scoring.score(tx, ids, query);
        if (reason == null) {
            Actor actor = call.actor();
            boolean written = !scoring.save(tx, query, scores, before, actor).clientIds().isEmpty();
            notSaved = written ? null : NotSaved.ROW_EXISTS;
        }
        BigDecimal threshold =
                input.riskThreshold() == null ? RISK_THRESHOLD : input.riskThreshold();
        return new ClientHealthAnswer(query, scores.getFirst())
                .of(
                        tx,
                        ref,
                        notSaved,
                        history,
                        arguments.weights(),
                        input.includePredictions(),
                        threshold);
    }

    private Answer<Output> portfolio(
            Input input, HealthArguments arguments, HealthModel model, Call call) {
        Map<HealthComponent, BigDecimal> weights = arguments.weights();
        PortfolioOrder order =
                weights == null
                        ? PortfolioOrder.of(model, input.day(call), input.mayNotSave())
                        : PortfolioOrder.whatIf(model, input.day(call), weights);
        return jobs.answer(
                call,
                PortfolioScoring.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result ->
                        new Output(null, Json.read(result.toString(), PortfolioHealth.class), null),
                handle -> new Output(null, null, handle));
    }
}
