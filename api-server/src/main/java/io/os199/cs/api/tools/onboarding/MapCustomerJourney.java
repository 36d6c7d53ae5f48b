package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.onboarding.journey.Journey;
import io.os199.cs.onboarding.journey.JourneyQuery;
import io.os199.cs.onboarding.journey.JourneyQuery.Position;
import io.os199.cs.onboarding.journey.JourneyReader;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One client's story: stages, milestones, contacts, experience, and what is due now. */
@ToolInfo(
        name = "map_customer_journey",
        title = "Customer journey",
        description =
                "One client's stages with time in each, milestones, contacts, experience per stage,"
                        + " and interventions due. Raw events: get_client_timeline.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class MapCustomerJourney
        implements Tool<MapCustomerJourney.Input, MapCustomerJourney.Output> {
    private final Database database;
    private final ClientDirectory clients;
    private final Cursors cursors;

    MapCustomerJourney(Database database, ClientDirectory clients, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.cursors = cursors;
    }

    public record Input(
            @Size(max = 200) String clientId,
            @Nullable @Doc("Only stays in it") LifecycleStage journeyStage,
            @Default(value = "true", listed = false) boolean includeTouchpoints,
            @Default(value = "true", listed = false) boolean includeMilestones,
            @Default(value = "true", listed = false) boolean includeExperienceMetrics,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Default(value = "20", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor,
            @Nullable LocalDate asOf) {}

    /** The journey at the end of a day. */
    public record Output(@JsonUnwrapped Journey journey, LocalDate asOf, Instant computedAt) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>(AsOf.faults(input.asOf(), call.today()));
        LocalDate from = input.periodStart();
        LocalDate until = input.periodEnd();
        if (from != null && until != null && !from.isBefore(until)) {
            faults.add(
                    new Fault(
                            "period_end",
                            "period_end " + until + " is not after period_start " + from,
                            "a day after period_start; it is not in the period"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        return database.snapshot(
                tx ->
                        clients.resolve(tx, input.clientId())
                                .then(client -> journey(tx, input, client, asOf, call)));
    }

    private Answer<Output> journey(
            Transaction tx, Input input, ClientRef client, LocalDate asOf, Call call) {
        JourneyQuery query =
                new JourneyQuery(
                        client.clientId(),
                        asOf,
                        input.journeyStage(),
                        input.periodStart(),
                        input.periodEnd());
        String digest = Cursors.digest("journey", query);
        return cursors.start(digest, input.cursor(), MapCustomerJourney::position)
                .then(
                        start ->
                                read(
                                        new JourneyReader(
                                                tx, client, query, asOf.isBefore(call.today())),
                                        input,
                                        digest,
                                        start))
                .map(journey -> new Output(journey, asOf, call.now()));
    }

    private Answer<Journey> read(
            JourneyReader reader, Input input, String digest, Start<Position> start) {
        LifecycleStage stage = input.journeyStage();
        Set<LifecycleStage> visited = reader.visited();
        if (stage != null && !visited.contains(stage)) {
            return Answer.refused(
                    Refusal.notFound(
                                    "journey_stage",
                                    "the client was never in stage " + WireName.of(stage))
                            .hint(
                                    "it was in "
                                            + visited.stream()
                                                    .map(WireName::of)
                                                    .collect(Collectors.joining(", "))));
        }
        return Answer.of(
                reader.read(
                        new JourneyQuery.Shown(
                                input.includeTouchpoints(),
                                input.includeMilestones(),
                                input.includeExperienceMetrics(),
                                input.limit(),
                                start.position()),
                        last ->
                                cursors.after(
                                        digest, List.of(last.occurredAt().toString(), last.id()))));
    }

    private static Position position(List<@Nullable String> last) {
        return new Position(
                Instant.parse(String.valueOf(last.get(0))), String.valueOf(last.get(1)));
    }
}
