package io.os199.cs.core;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The first run of a night, which brings the contracts to the new day before anything is computed from them: it
 * starts signed contracts, books recorded losses and opens missing renewals. Running a chunk twice on a day repeats
 * nothing.
 */
public final class ContractDays implements ChunkedWork {
    /** The name that the jobs run under; no tool starts them. */
    public static final String TOOL = "contract_days";

    /** The owner of jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final Contracts contracts;
    private final SignedRenewals signed;
    private final LostRenewals lost;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public ContractDays(
            Contracts contracts,
            SignedRenewals signed,
            LostRenewals lost,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.contracts = contracts;
        this.signed = signed;
        this.lost = lost;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** A run that was asked for. */
    public record Order(LocalDate asOf) {}

    /**
     * What a day has brought to the clients of a range.
     *
     * @param changed the clients that show something else since
     */
    public record Turned(
            int clientCount, int begunCount, int lossesBookedCount, List<String> changed) {
        public Turned {
            changed = List.copyOf(changed);
        }
    }

    /** The result of a run. */
    public record Done(
            LocalDate asOf,
            int clientCount,
            int begunCount,
            int lossesBookedCount,
            int clientsChangedCount) {
        Done plus(Done other) {
            return new Done(
                    asOf,
                    clientCount + other.clientCount,
                    begunCount + other.begunCount,
                    lossesBookedCount + other.lossesBookedCount,
                    clientsChangedCount + other.clientsChangedCount);
        }
    }

    /** Orders the product's own nightly run. */
    public static JobOrder nightly(LocalDate today) {
        return new JobOrder(TOOL, Json.tree(new Order(today)), SYSTEM);
    }

    /** Brings the contracts of the clients in a range to {@code today}, and locks the rows of these clients. */
    public Turned turn(
            Transaction tx,
            String firstClientId,
            String lastClientId,
            LocalDate today,
            Doing doing) {
        int clients = tx.dao(ContractDao.class).lockLive(firstClientId, lastClientId).size();
        int begun = signed.begin(tx, firstClientId, lastClientId, today, doing);
        int booked = lost.bookDue(tx, firstClientId, lastClientId, today, doing);
        return new Turned(
                clients,
                begun,
                booked,
                contracts.settleAll(tx, firstClientId, lastClientId, doing.now()));
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Allows one run at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("contract-days");
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        LocalDate today = today(job);
        Instant now = StoredTime.now(clock);
        Doing doing = new Doing(new Actor(job.principal(), null), TOOL, now);
        Turned turned = turn(tx, chunk.firstClientId(), chunk.lastClientId(), today, doing);
        answers.changedAll(tx, turned.changed());
        return Json.tree(
                new Done(
                        today,
                        turned.clientCount(),
                        turned.begunCount(),
                        turned.lossesBookedCount(),
                        turned.changed().size()));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        LocalDate today = today(job);
        Done all =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), Done.class))
                        .reduce(new Done(today, 0, 0, 0, 0), Done::plus);
        audit.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "begin and end contracts as_of " + today,
                        List.of(job.jobId())));
        return Json.tree(all);
    }

    private static LocalDate today(RunningJob job) {
        return Json.read(job.arguments().toString(), Order.class).asOf();
    }
}
