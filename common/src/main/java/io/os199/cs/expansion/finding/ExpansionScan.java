package io.os199.cs.expansion.finding;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RefreshEnd;
import io.os199.cs.jobs.RefreshRunDao;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.risk.RiskRefresh;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** The job that looks for opportunities of every live client, and stores what it finds. */
public final class ExpansionScan implements ChunkedWork {
    public static final String TOOL = "identify_upsell_opportunities";

    private static final String ASKED_BY =
            TOOL + ", identify_crosssell_opportunities or identify_expansion_opportunities";

    /** The owner of jobs that no one asked for. */
    private static final String SYSTEM = "system";

    /** Large, because each chunk counts the peers of each tier. */
    private static final int CHUNK = 1_000;

    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    /** The counts of the job whose chunk was last run here: counting takes as long as some chunks. */
    private final AtomicReference<@Nullable Counted> counted = new AtomicReference<>();

    /** The products that clients had together when the job was begun here. */
    private record Counted(RunningJob job, String pairs) {}

    public ExpansionScan(AuditLog auditLog, ClientAnswers answers, Clock clock) {
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /** A scan of the portfolio as it is on a day. */
    public record Order(LocalDate asOf) {}

    /** The result of a scan. */
    public record Scanned(
            LocalDate asOf, int clientCount, int findingCount, int newCount, int goneCount) {
        Scanned plus(Scanned other) {
            return new Scanned(
                    asOf,
                    clientCount + other.clientCount,
                    findingCount + other.findingCount,
                    newCount + other.newCount,
                    goneCount + other.goneCount);
        }
    }

    /** Returns the order for the product's own nightly run. */
    public static JobOrder nightly(LocalDate today) {
        return new JobOrder(TOOL, Json.tree(new Order(today)), SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public int chunkSize() {
        return CHUNK;
    }

    /** Allows one run at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("expansion");
    }

    /** Names what runs before, since findings depend on health and the probability of leaving. */
    @Override
    public Set<String> runsAfter() {
        return Set.of(RiskRefresh.TOOL);
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        LocalDate asOf = order(job).asOf();
        Instant now = StoredTime.now(clock);
        FindingWriteDao dao = tx.dao(FindingWriteDao.class);
        List<String> ids = dao.live(chunk.firstClientId(), chunk.lastClientId());
        List<FindingWriteDao.Kept> kept =
                dao.keep(Json.write(FindingRules.apply(tx, ids, asOf, pairs(tx, job))), now);
        List<String> gone = dao.end(ids.toArray(String[]::new), now);
        Set<String> changed = new TreeSet<>(gone);
        kept.stream()
                .filter(FindingWriteDao.Kept::isNew)
                .map(FindingWriteDao.Kept::clientId)
                .forEach(changed::add);
        answers.changedAll(tx, List.copyOf(changed));
        return Json.tree(
                new Scanned(
                        asOf,
                        ids.size(),
                        kept.size(),
                        (int) kept.stream().filter(FindingWriteDao.Kept::isNew).count(),
                        gone.size()));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        LocalDate asOf = order(job).asOf();
        Instant now = StoredTime.now(clock);
        FindingWriteDao dao = tx.dao(FindingWriteDao.class);
        Scanned all =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), Scanned.class))
                        .reduce(new Scanned(asOf, 0, 0, 0, dao.endOfChurned(now)), Scanned::plus);
        tx.dao(RefreshRunDao.class)
                .record("expansion", asOf, job.submittedAt(), now, all.clientCount(), null);
        auditLog.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "scan as_of %s expansion".formatted(asOf),
                        List.of(job.jobId())));
        return Json.tree(RefreshEnd.of(all, ASKED_BY));
    }

    private String pairs(Transaction tx, RunningJob job) {
        Counted last = counted.get();
        if (last == null || !last.job().equals(job)) {
            last = new Counted(job, FindingRules.pairs(tx, order(job).asOf()));
            counted.set(last);
        }
        return last.pairs();
    }

    private static Order order(RunningJob job) {
        return Json.read(job.arguments().toString(), Order.class);
    }
}
