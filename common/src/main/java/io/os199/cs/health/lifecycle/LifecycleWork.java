package io.os199.cs.health.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Actor;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The job that applies the rules of the stages to the portfolio. */
public final class LifecycleWork implements ChunkedWork {
    /** The principal of the jobs that no caller asked for. */
    private static final String SYSTEM = "system";

    private final LifecycleRules rules;
    private final Set<String> runsAfter;
    private final Clock clock;

    /**
     * Creates the job.
     *
     * @param runsAfter the tools whose runs produce the results that the rules read
     */
    public LifecycleWork(LifecycleRules rules, Set<String> runsAfter, Clock clock) {
        this.rules = rules;
        this.runsAfter = Set.copyOf(runsAfter);
        this.clock = clock;
    }

    /** Returns the order for the nightly run. */
    public static JobOrder nightly(LocalDate today) {
        return new JobOrder(
                LifecycleRules.TOOL, Json.tree(new LifecycleOrder(today, null, false)), SYSTEM);
    }

    @Override
    public String tool() {
        return LifecycleRules.TOOL;
    }

    @Override
    public Set<String> runsAfter() {
        return runsAfter;
    }

    /** Allows one run that moves clients at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return order(arguments).isDry() ? Optional.empty() : Optional.of("lifecycle");
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        return Json.tree(
                rules.apply(
                        tx,
                        chunk.firstClientId(),
                        chunk.lastClientId(),
                        order(job.arguments()),
                        new Actor(job.principal(), null),
                        StoredTime.now(clock)));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        return Json.tree(
                LifecycleRun.sum(
                        chunkResults.stream()
                                .map(result -> Json.read(result.toString(), LifecycleRun.class))
                                .toList()));
    }

    private static LifecycleOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), LifecycleOrder.class);
    }
}
