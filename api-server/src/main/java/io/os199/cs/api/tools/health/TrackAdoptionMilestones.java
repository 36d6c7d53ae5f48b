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
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.health.adoption.AdoptionMilestoneStatus;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.adoption.MilestoneBoard;
import io.os199.cs.health.adoption.MilestoneFramework;
import io.os199.cs.health.adoption.MilestoneImportance;
import io.os199.cs.health.adoption.MilestoneOrder;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.health.adoption.PortfolioMilestones;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** Which product adoption milestones one client, or the portfolio, has reached. */
@ToolInfo(
        name = "track_adoption_milestones",
        title = "Track adoption milestones",
        description =
                "Which adoption goals a client, or without client_id (a job) the portfolio,"
                    + " reached, against target and peers; who is stuck. Records new ones unless"
                    + " record is false.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackAdoptionMilestones
        implements Tool<TrackAdoptionMilestones.Input, TrackAdoptionMilestones.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final AdoptionMilestones milestones;
    private final JobCalls jobs;

    TrackAdoptionMilestones(
            Database database,
            ClientDirectory clients,
            AdoptionMilestones milestones,
            JobCalls jobs) {
        this.database = database;
        this.clients = clients;
        this.milestones = milestones;
        this.jobs = jobs;
    }

    public record Input(
            @Nullable String clientId,
            @Default("standard") @Size(min = 1, max = 50) @Doc("Or custom")
                    String milestoneFramework,
            @Nullable @Size(min = 1, max = 20) @Doc("For custom; never recorded")
                    List<CustomMilestone> customMilestones,
            @Nullable List<AdoptionMilestoneStatus> statusFilter,
            @Default(value = "true", listed = false) boolean includeBenchmarks,
            @Default(value = "true", listed = false) boolean celebrationRecommendations,
            @Default("true") boolean record,
            @Nullable @Doc("A past day never records") LocalDate asOf,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds,
            @Nullable @Size(max = 100) String idempotencyKey) {

        LocalDate day(Call call) {
            return asOf == null ? call.today() : asOf;
        }
    }

    /** The answer for a client or the portfolio, each with its milestones; or the progress of the job. */
    public record Output(
            @JsonUnwrapped ClientMilestones.@Nullable Head client,
            @JsonUnwrapped @Nullable Portfolio portfolio,
            @Nullable LocalDate asOf,
            @Nullable String framework,
            @Nullable Integer frameworkVersion,
            @Nullable List<MilestoneItem> milestones,
            @Nullable List<Celebration> celebrations,
            @Nullable List<Truncation> truncated,
            @Nullable List<Recommendation> recommendations,
            PortfolioMilestones.@Nullable Evidence evidence,
            @Nullable List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        static Output of(ClientMilestones client) {
            return new Output(
                    client.head(),
                    null,
                    client.asOf(),
                    client.framework(),
                    client.frameworkVersion(),
                    client.milestones().stream().map(MilestoneItem::of).toList(),
                    client.celebrations().stream()
                            .map(
                                    each ->
                                            new Celebration(
                                                    null,
                                                    null,
                                                    each.milestoneKey(),
                                                    each.name(),
                                                    each.importance(),
                                                    each.achievedOn()))
                            .toList(),
                    null,
                    client.recommendations(),
                    client.evidence(),
                    client.dataGaps(),
                    null);
        }

        static Output of(PortfolioMilestones portfolio) {
            return new Output(
                    null,
                    new Portfolio(
                            portfolio.clientCount(),
                            portfolio.recordedCount(),
                            portfolio.stuck(),
                            portfolio.ahead()),
                    portfolio.asOf(),
                    portfolio.framework(),
                    portfolio.frameworkVersion(),
                    portfolio.milestones().stream().map(MilestoneItem::of).toList(),
                    portfolio.celebrations().stream()
                            .map(
                                    each ->
                                            new Celebration(
                                                    each.clientId(),
                                                    each.clientName(),
                                                    each.milestoneKey(),
                                                    null,
                                                    null,
                                                    each.achievedOn()))
                            .toList(),
                    portfolio.truncated(),
                    portfolio.recommendations(),
                    portfolio.evidence(),
                    portfolio.dataGaps(),
                    null);
        }

        static Output of(JobHandle job) {
            return new Output(
                    null, null, null, null, null, null, null, null, null, null, null, job);
        }
    }

    public record Portfolio(
            int clientCount,
            int recordedCount,
            List<PortfolioMilestones.StuckClient> stuck,
            List<PortfolioMilestones.AheadClient> ahead) {}

    /** A reason to congratulate; the client is named where it is one of many. */
    public record Celebration(
            @Nullable String clientId,
            @Nullable String clientName,
            String milestoneKey,
            @Nullable String name,
            @Nullable MilestoneImportance importance,
            LocalDate achievedOn) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return new MilestoneArguments(input).faults(call.today(), unread, milestones, database);
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.clientId() == null && !call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "the portfolio job needs cs:write; name a client",
                                    Scope.CS_WRITE)
                            .field("client_id"));
        }
        return database.read(tx -> framework(tx, input))
                .then(
                        framework ->
                                input.clientId() == null
                                        ? portfolio(input, framework, call)
                                        : client(input, input.clientId(), framework, call));
    }

    private Answer<MilestoneFramework> framework(Transaction tx, Input input) {
        List<CustomMilestone> custom = input.customMilestones();
        return custom == null
                ? milestones.framework(tx, input.milestoneFramework())
                : Answer.of(
                        new MilestoneFramework(
                                MilestoneFramework.CUSTOM,
                                null,
                                custom.stream().map(CustomMilestone::toMilestone).toList()));
    }

    /** Whether to record: a past day is history, and milestones that a caller defined apply to nobody else. */
    private static boolean records(Input input, MilestoneFramework framework, Call call) {
        return input.record()
                && call.has(Scope.CS_WRITE)
                && framework.isStored()
                && input.day(call).equals(call.today());
    }

    private Answer<Output> client(
            Input input, String reference, MilestoneFramework framework, Call call) {
        Answer<ClientMilestones> answer =
                records(input, framework, call)
                        ? call.write(
                                ClientMilestones.class,
                                tx -> client(tx, input, reference, framework, true, call))
                        : database.snapshot(
                                tx -> client(tx, input, reference, framework, false, call));
        return answer.map(Output::of);
    }

    private Answer<ClientMilestones> client(
            Transaction tx,
            Input input,
            String reference,
            MilestoneFramework framework,
            boolean records,
            Call call) {
        return clients.resolve(tx, reference)
                .map(
                        ref -> {
                            MilestoneBoard board = board(tx, input, ref, framework, call);
                            ClientMilestones shown =
                                    new ClientMilestonesAnswer(
                                                    milestones, input, framework, call.now())
                                            .of(tx, ref, board);
                            if (records) {
                                milestones.record(
                                        tx, List.of(board), framework, call.now(), call.actor());
                            }
                            return shown;
                        });
    }

    private MilestoneBoard board(
            Transaction tx,
            Input input,
            ClientRef client,
            MilestoneFramework framework,
            Call call) {
        return milestones
                .boards(tx, List.of(client.clientId()), framework, input.day(call), call.now())
                .getFirst();
    }

    private Answer<Output> portfolio(Input input, MilestoneFramework framework, Call call) {
        if (input.statusFilter() != null) {
            return Answer.refused(
                    Refusal.invalid(
                            "status_filter",
                            "status_filter chooses milestones of one client",
                            "a client_id, or the call without it"));
        }
        MilestoneOrder order =
                new MilestoneOrder(
                        input.day(call),
                        framework,
                        records(input, framework, call),
                        input.includeBenchmarks(),
                        input.celebrationRecommendations());
        return jobs.answer(
                call,
                PortfolioMilestoneWork.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> Output.of(Json.read(result.toString(), PortfolioMilestones.class)),
                Output::of);
    }
}
