package io.os199.cs.expansion.renewal;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ContractDays;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
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

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The daily run over the renewals: it does what is left to do of {@link ContractDays}, reminds owners, and stores
 * forecasts. Running a chunk twice on a day repeats nothing.
 */
public final class RenewalRefresh implements ChunkedWork {
    public static final String TOOL = "forecast_renewals";

    /** The owner of jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final ContractDays days;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public RenewalRefresh(
            ContractDays days,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.days = days;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * A run that was asked for.
     *
     * @param committed how often commitments were kept when the run was ordered; all chunks use it
     */
    public record Order(LocalDate asOf, CommittedRate committed) {}

    /** The result of a run. */
    public record Refreshed(
            LocalDate asOf,
            int clientCount,
            int begunCount,
            int lossesBookedCount,
            int clientsChangedCount,
            int remindersSentCount,
            int forecastCount) {
        Refreshed plus(Refreshed other) {
            return new Refreshed(
                    asOf,
                    clientCount + other.clientCount,
                    begunCount + other.begunCount,
                    lossesBookedCount + other.lossesBookedCount,
                    clientsChangedCount + other.clientsChangedCount,
                    remindersSentCount + other.remindersSentCount,
                    forecastCount + other.forecastCount);
        }
    }

    /** Orders a run over the portfolio as it is today. */
    public static Order order(Transaction tx, LocalDate today) {
        return new Order(today, CommittedRate.read(tx, today));
    }

    /** Orders the product's own nightly run. */
    public static JobOrder nightly(Transaction tx, LocalDate today) {
        return new JobOrder(TOOL, Json.tree(order(tx, today)), SYSTEM);
    }

    /** When the last run ended. */
    public static Optional<Instant> refreshedAt(Transaction tx) {
        return tx.dao(RenewalRefreshDao.class).finishedAt();
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Allows one run at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("renewals");
    }

    /** The predictions of those runs are this run's weights. */
    @Override
    public Set<String> runsAfter() {
        return Set.of(RiskRefresh.TOOL);
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        Order order = order(job);
        LocalDate today = order.asOf();
        Instant now = StoredTime.now(clock);
        Doing doing = new Doing(new Actor(job.principal(), null), TOOL, now);
        String first = chunk.firstClientId();
        String last = chunk.lastClientId();
        RenewalRefreshDao dao = tx.dao(RenewalRefreshDao.class);
        ContractDays.Turned turned = days.turn(tx, first, last, today, doing);
        Set<String> changed = new TreeSet<>(turned.changed());
        dao.forget(first, last, today);
        List<RenewalRefreshDao.Sent> sent =
                dao.remind(
                        Reminder.DAYS_BEFORE, Reminder.BEFORE_NOTICE_DAYS, first, last, today, now);
        timeline.record(tx, sent.stream().map(each -> event(each, job, now)).toList());
        sent.forEach(each -> changed.add(each.clientId()));
        int forecasts =
                tx.dao(RenewalFactsDao.class)
                        .storeForecasts(
                                RenewalFilter.open(first, last, today),
                                order.committed().weight(),
                                order.committed().isOwn(),
                                now);
        answers.changedAll(tx, List.copyOf(changed));
        return Json.tree(
                new Refreshed(
                        today,
                        turned.clientCount(),
                        turned.begunCount(),
                        turned.lossesBookedCount(),
                        changed.size(),
                        sent.size(),
                        forecasts));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        LocalDate today = order(job).asOf();
        Refreshed all =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), Refreshed.class))
                        .reduce(new Refreshed(today, 0, 0, 0, 0, 0, 0), Refreshed::plus);
        tx.dao(RefreshRunDao.class)
                .record(
                        "renewals",
                        today,
                        job.submittedAt(),
                        clock.instant(),
                        all.clientCount(),
                        null);
        audit.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "refresh renewals as_of " + today,
                        List.of(job.jobId())));
        return Json.tree(RefreshEnd.of(all, TOOL));
    }

    private static Order order(RunningJob job) {
        return Json.read(job.arguments().toString(), Order.class);
    }

    private TimelineEvent event(RenewalRefreshDao.Sent sent, RunningJob job, Instant now) {
        return new TimelineEvent(
                sent.clientId(),
                now,
                timeline.idOf(
                        "renewal_reminder",
                        sent.clientId(),
                        sent.contractId(),
                        sent.renewalDate().toString(),
                        Integer.toString(sent.daysBefore())),
                EventType.RENEWAL,
                "Reminder: the renewal is on " + sent.renewalDate(),
                Map.of("days_before", sent.daysBefore(), "renewal_date", sent.renewalDate()),
                Impact.NEUTRAL,
                false,
                job.principal(),
                TOOL,
                sent.contractId());
    }
}
