package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.AsOf;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.onboarding.value.ClientValue;
import io.os199.cs.onboarding.value.ValueReader;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How long a client took to reach its first value, where the days went, and which can be saved. */
@ToolInfo(
        name = "optimize_time_to_value",
        title = "Time to value",
        description =
                "One client's days from contract to first value, step by step, beside its peers,"
                        + " and which could be won. Portfolio: optimize_onboarding_process.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class OptimizeTimeToValue
        implements Tool<OptimizeTimeToValue.Input, OptimizeTimeToValue.Output> {
    private final Database database;
    private final ClientDirectory clients;

    OptimizeTimeToValue(Database database, ClientDirectory clients) {
        this.database = database;
        this.clients = clients;
    }

    public record Input(
            @Size(max = 200) String clientId,
            @Default("21") @Min(1) @Max(365) int targetTimeToValueDays,
            @Default(value = "true", listed = false) boolean includeBenchmarks,
            @Nullable LocalDate asOf) {}

    /** The client's path to value, and its basis. */
    public record Output(
            @JsonUnwrapped ClientValue value,
            List<Recommendation> recommendations,
            LocalDate asOf,
            Instant computedAt,
            ValueReader.Evidence evidence,
            List<DataGap> dataGaps) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        return AsOf.faults(input.asOf(), call.today());
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        return database.snapshot(
                tx ->
                        clients.resolve(tx, input.clientId())
                                .map(
                                        client -> {
                                            ValueReader.Read read =
                                                    new ValueReader(
                                                                    tx,
                                                                    client,
                                                                    asOf,
                                                                    asOf.isBefore(call.today()),
                                                                    input.targetTimeToValueDays())
                                                            .read(input.includeBenchmarks());
                                            return new Output(
                                                    read.value(),
                                                    read.recommendations(),
                                                    asOf,
                                                    call.now(),
                                                    read.evidence(),
                                                    read.dataGaps());
                                        }));
    }
}
