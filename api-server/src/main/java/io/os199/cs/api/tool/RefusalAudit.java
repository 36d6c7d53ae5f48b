package io.os199.cs.api.tool;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.api.security.Principal;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes refused calls to the audit log alongside the calls: the backlog is bounded, and when it is full the caller
 * writes its own entry. {@link #stop} writes what is still waiting.
 *
 * <p>A question, {@code confirmation_required}, is written like the others: it created a token that is valid for what
 * its preview showed, and the log then shows which question a person's yes answered. {@code rate_limited} is written
 * once a minute for each principal, because otherwise anyone who floods us would flood the log.
 */
public final class RefusalAudit implements Refusals, Managed {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalAudit.class);
    private static final int WRITERS = 2;
    private static final int WAITING = 1_000;
    private static final int MOST_IDS = 10;
    private static final int MOST_PRINCIPALS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RATE_LIMITED = WireName.of(Code.RATE_LIMITED);

    private final Database database;
    private final AuditLog log;
    private final Clock clock;
    private final Meter unrecorded;
    private final ThreadPoolExecutor writers;

    /** The minute of each principal's last {@code rate_limited} entry. */
    private final Cache<String, Long> limited =
            Caffeine.newBuilder().maximumSize(MOST_PRINCIPALS).build();

    public RefusalAudit(Database database, AuditLog log, Clock clock, MetricRegistry metrics) {
        this(database, log, clock, metrics, WAITING);
    }

    RefusalAudit(
            Database database, AuditLog log, Clock clock, MetricRegistry metrics, int waiting) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.unrecorded = metrics.meter(MetricRegistry.name("audit", "refusals", "unrecorded"));
        this.writers =
                new ThreadPoolExecutor(
                        WRITERS,
                        WRITERS,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofVirtual().name("refusal-audit-", 0).factory(),
                        (task, full) -> runBeside(task));
        metrics.gauge(
                MetricRegistry.name("audit", "refusals", "waiting"),
                () -> () -> writers.getQueue().size());
    }

    @Override
    public void record(
            Principal principal,
            ToolDefinition<?, ?> tool,
            @Nullable JsonNode arguments,
            String outcome,
            String requestId) {
        if (outcome.equals(RATE_LIMITED) && wasLimited(principal.id())) {
            return;
        }
        AuditEntry entry =
                new AuditEntry(
                        principal.id(),
                        tool.name(),
                        action(tool, arguments),
                        ids(arguments),
                        outcome,
                        requestId);
        writers.execute(() -> write(entry));
    }

    /** Waits up to 20 seconds until everything is written; what is left then is dropped and counted. */
    @Override
    public void stop() throws InterruptedException {
        writers.shutdown();
        if (!writers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            int left = writers.shutdownNow().size();
            unrecorded.mark(left);
            LOG.error("{} refused calls were not audited: the database takes too long", left);
        }
    }

    /** Whether the principal already has such an entry in this minute. */
    private boolean wasLimited(String principal) {
        Long minute = clock.instant().getEpochSecond() / 60;
        return minute.equals(limited.asMap().put(principal, minute));
    }

    private void write(AuditEntry entry) {
        try {
            database.write(
                    tx -> {
                        log.record(tx, entry);
                        return entry;
                    });
        } catch (RuntimeException e) {
            unrecorded.mark();
            LOG.error(
                    "a refused call was not audited: {} {} of {}, request {}",
                    entry.tool(),
                    entry.outcome(),
                    entry.principal(),
                    entry.requestId(),
                    e);
        }
    }

    /** Runs on a thread of its own, so that neither a deadline nor a write ban of the call's thread affects it. */
    private static void runBeside(Runnable task) {
        Thread beside = Thread.ofVirtual().name("refusal-audit-beside").start(task);
        try {
            beside.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The requested action, where the tool has one of that name. */
    private static String action(ToolDefinition<?, ?> tool, @Nullable JsonNode arguments) {
        String word = arguments == null ? null : arguments.path("action").textValue();
        return word != null && tool.hasAction(word) ? word : "call";
    }

    /** The ids that the call mentions; text that is not an id is left out, because it may be anything. */
    private static List<String> ids(@Nullable JsonNode arguments) {
        List<String> found = new ArrayList<>();
        if (arguments != null) {
            collect(arguments, found);
        }
        return found;
    }

    private static void collect(JsonNode node, List<String> found) {
        if (node.isTextual()) {
            String text = node.textValue();
            if (found.size() < MOST_IDS && TypeId.is(text) && !found.contains(text)) {
                found.add(text);
            }
        }
        for (JsonNode child : node) {
            if (found.size() == MOST_IDS) {
                return;
            }
            collect(child, found);
        }
    }
}
