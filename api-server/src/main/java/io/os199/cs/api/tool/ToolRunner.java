package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.CallClass;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.BusyException;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.ReplicaReads;
import io.os199.cs.platform.deadline.Alarms;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.json.WrittenJson;
import io.os199.cs.platform.paging.Shortenable;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The single path of every call: count it against the caller's limit, bind and check the arguments, call within the
 * deadline, turn a refusal or a fault into the error on the wire, record metrics, report a refusal to the audit.
 * (Idempotency and confirmation run inside the call, in its own transaction: {@link Call#write}, {@link
 * Call#writeConfirmed}.)
 *
 * <p>The caller has already found the tool and checked its scope, because a missing scope is answered in HTTP before
 * anything else.
 */
public final class ToolRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);
    private static final String CANCELLED = "cancelled";

    /** A cancelled statement ends within moments, unless its server hangs. */
    private static final Duration TO_STOP = Duration.ofSeconds(1);

    private static final int BUSY_SECONDS = 2;
    private static final int UNAVAILABLE_SECONDS = 5;

    private final Database database;
    private final Clock clock;
    private final ToolMetrics metrics;
    private final RateLimit rateLimit;
    private final Idempotency idempotency;
    private final Confirmation confirmation;
    private final Refusals refusals;
    private final Cache cache;
    private final Tracing tracing;
    private final Alarms deadlines = new Alarms("tool-deadlines");

    public ToolRunner(
            Database database,
            Clock clock,
            PrometheusRegistry registry,
            RateLimit rateLimit,
            Refusals refusals,
            Cache cache,
            Tracing tracing) {
        this.database = database;
        this.clock = clock;
        this.metrics = new ToolMetrics(registry);
        this.rateLimit = rateLimit;
        this.refusals = refusals;
        this.cache = cache;
        this.tracing = tracing;
        this.idempotency = new Idempotency(database);
        this.confirmation = new Confirmation(database, metrics);
    }

    /** Runs one call to completion on this thread; never throws for what a tool does. */
    public <I extends Record, O extends Record> ToolResult run(
            ToolDefinition<I, O> definition, @Nullable JsonNode arguments, CallContext context) {
        long start = System.nanoTime();
        Call call =
                new Call(definition.name(), arguments, context, clock, idempotency, confirmation);
        Answer<O> answer =
                tracing.call(
                        "tools/call " + definition.name(),
                        new Labels(
                                Map.of(
                                        "mcp.method.name",
                                        "tools/call",
                                        "gen_ai.tool.name",
                                        definition.name())),
                        context.traceParent(),
                        answered -> status(answered, call),
                        () -> limited(definition, arguments, call));
        ToolResult result = result(answer, call);
        long nanos = System.nanoTime() - start;
        String status = status(answer, call);
        metrics.called(definition.name(), status, nanos);
        CallLog.ended(definition.name(), status, context.principal().id(), nanos);
        if (answer instanceof Answer.Refused<O>) {
            refusals.record(
                    context.principal(), definition, arguments, status, context.requestId());
        }
        return result;
    }

    private <I extends Record, O extends Record> Answer<O> limited(
            ToolDefinition<I, O> definition, @Nullable JsonNode arguments, Call call) {
        return rateLimit
                .tryTake(call.principal(), classOf(definition.info().effect()))
                .<Answer<O>>map(wait -> Answer.refused(tooMany(wait)))
                .orElseGet(() -> answer(definition, arguments, call));
    }

    private <I extends Record, O extends Record> Answer<O> answer(
            ToolDefinition<I, O> definition, @Nullable JsonNode arguments, Call call) {
        AtomicInteger passed = new AtomicInteger();
        try (Alarms.Alarm _ = alarm(definition.info().deadlineSeconds(), passed, call)) {
            return call.cancellation()
                    .scope(
                            () ->
                                    call.principal()
                                            .seeingItsWrites(
                                                    () ->
                                                            held(
                                                                    definition,
                                                                    arguments,
                                                                    call,
                                                                    passed)));
        } catch (CancelledException e) {
            return Answer.refused(stopped(definition.info(), passed.get(), call));
        } catch (BusyException e) {
            return Answer.refused(busy(definition.info(), call));
        } catch (RuntimeException e) {
            if (call.cancellation().isCancelled()) {
                return Answer.refused(stopped(definition.info(), passed.get(), call));
            }
            if (Database.isUnavailable(e)) {
                LOG.warn(
                        "{} did not reach the database, request {}: {}",
                        definition.name(),
                        call.requestId(),
                        e.toString());
                return Answer.refused(unavailable(definition.info(), call));
            }
            LOG.error("{} failed, request {}", definition.name(), call.requestId(), e);
            return Answer.refused(fault(call.requestId()));
        }
    }

    private <I extends Record, O extends Record> Answer<O> held(
            ToolDefinition<I, O> definition,
            @Nullable JsonNode arguments,
            Call call,
            AtomicInteger passed) {
        if (call.onlyReads()) {
            return database.onlyReading(() -> bound(definition, arguments, call, passed));
        }
        return definition.info().effect() == Effect.READ
                ? bound(definition, arguments, call, passed)
                : ReplicaReads.current(() -> bound(definition, arguments, call, passed));
    }

    /** Stops the call after some seconds, which it then notes in {@code passed}. */
    private Alarms.Alarm alarm(int seconds, AtomicInteger passed, Call call) {
        return deadlines.after(
                Duration.ofSeconds(seconds),
                () -> {
                    passed.compareAndSet(0, seconds);
                    stop(call.cancellation());
                });
    }

    private static void stop(Cancellation cancellation) {
        cancellation.cancel();
        try {
            Thread.sleep(TO_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cancellation.abandon();
    }

    private <I extends Record, O extends Record> Answer<O> bound(
            ToolDefinition<I, O> definition,
            @Nullable JsonNode arguments,
            Call call,
            AtomicInteger passed) {
        return definition
                .parameters()
                .bind(arguments, (input, unread) -> definition.tool().faults(input, unread, call))
                .then(input -> called(definition, input, call, passed));
    }

    private <I extends Record, O extends Record> Answer<O> called(
            ToolDefinition<I, O> definition, I input, Call call, AtomicInteger passed) {
        int usual = definition.info().deadlineSeconds();
        int seconds = definition.tool().deadlineSeconds(input, usual);
        if (seconds >= usual) {
            return definition.tool().call(input, call);
        }
        try (Alarms.Alarm _ = alarm(seconds, passed, call)) {
            return definition.tool().call(input, call);
        }
    }

    /** Records a call that was refused before it reached the runner, because the caller lacks the tool's own scope. */
    public void refusedForScope(
            ToolDefinition<?, ?> definition,
            @Nullable JsonNode arguments,
            Principal principal,
            String requestId) {
        refusals.record(principal, definition, arguments, WireName.of(Code.FORBIDDEN), requestId);
    }

    private ToolResult result(Answer<? extends Record> answer, Call call) {
        boolean sees = call.seesPersonalData();
        return switch (answer) {
            case Answer.Ok<? extends Record>(Record output) ->
                    new ToolResult(false, written(output, sees), null, call.jobId(), List.of());
            case Answer.Refused<? extends Record>(Refusal refusal) ->
                    new ToolResult(
                            true,
                            Json.written(wire(refusal, sees), sees),
                            refusal.detail() instanceof Confirmation.Offer offer
                                    ? offer.question(sees)
                                    : null,
                            null,
                            refusal.detail() instanceof NeededScopes needed
                                    ? needed.neededScopes()
                                    : List.of());
        };
    }

    private WrittenJson written(Record output, boolean seesPersonalData) {
        return cache.written(output, seesPersonalData, () -> fitting(output, seesPersonalData));
    }

    /** Writes a second time only where the first result is too large, which is rare. */
    private static WrittenJson fitting(Record output, boolean seesPersonalData) {
        WrittenJson json = Json.written(output, seesPersonalData);
        return output instanceof Shortenable<?> answer && !answer.budget().holds(json)
                ? Json.written(answer.shortened(), seesPersonalData)
                : json;
    }

    private static CallClass classOf(Effect effect) {
        return switch (effect) {
            case READ -> CallClass.READ;
            case WRITE -> CallClass.WRITE;
            case SEND, DESTROY -> CallClass.SEND;
        };
    }

    private static Refusal tooMany(Duration wait) {
        return Refusal.of(Code.RATE_LIMITED, RateLimit.advice(wait))
                .retryAfter(RateLimit.seconds(wait));
    }

    /** @param passed the seconds of the deadline that has passed; 0 if none has */
    private static Refusal stopped(ToolInfo info, int passed, Call call) {
        String why =
                passed > 0
                        ? "the call met its deadline of " + passed + " s"
                        : "the call was cancelled, or a statement took too long";
        String advice = Left.by(info, call).again("ask for less, or try again");
        return Refusal.of(Code.TIMEOUT, why + "; " + advice).retryAfter(5);
    }

    private static Refusal busy(ToolInfo info, Call call) {
        return Refusal.of(
                        Code.RATE_LIMITED,
                        "the server has all the calls that it can take; "
                                + Left.by(info, call).again("try again"))
                .retryAfter(BUSY_SECONDS);
    }

    private static Refusal unavailable(ToolInfo info, Call call) {
        return Refusal.of(
                        Code.DEPENDENCY_UNAVAILABLE,
                        "the database does not answer at the moment; "
                                + Left.by(info, call).again("try again"))
                .retryAfter(UNAVAILABLE_SECONDS);
    }

    private static Refusal fault(String requestId) {
        return Refusal.of(Code.INTERNAL, "an internal error; correlation id " + requestId);
    }

    /** The error object on the wire, {@code {"error": …}}. */
    private static JsonNode wire(Refusal refusal, boolean seesPersonalData) {
        ObjectNode error = Json.mapper().createObjectNode();
        error.put("code", WireName.of(refusal.code()));
        error.put("message", refusal.message());
        put(error, "field", refusal.field());
        put(error, "expected", refusal.expected());
        put(error, "hint", refusal.hint());
        error.put("retryable", refusal.retryable());
        if (refusal.retryAfterSeconds() != null) {
            error.put("retry_after_seconds", refusal.retryAfterSeconds());
        }
        if (!refusal.suggestions().isEmpty()) {
            error.set("suggestions", Json.tree(refusal.suggestions()));
        }
        if (!refusal.faults().isEmpty()) {
            error.set("faults", Json.tree(refusal.faults()));
        }
        if (refusal.detail() != null) {
            JsonNode detail = Json.tree(refusal.detail(), seesPersonalData);
            if (detail.isObject()) {
                detail.properties().forEach(field -> error.set(field.getKey(), field.getValue()));
            } else {
                error.set("current", detail);
            }
        }
        ObjectNode content = Json.mapper().createObjectNode();
        content.set("error", error);
        return content;
    }

    private static void put(ObjectNode error, String name, @Nullable String value) {
        if (value != null) {
            error.put(name, value);
        }
    }

    /** The status for metrics and the log: a call that its client withdrew was not too slow. */
    private static String status(Answer<?> answer, Call call) {
        return switch (answer) {
            case Answer.Ok<?> _ -> "ok";
            case Answer.Refused<?>(Refusal refusal) ->
                    refusal.code() == Code.TIMEOUT && call.cancellation().isWithdrawn()
                            ? CANCELLED
                            : WireName.of(refusal.code());
        };
    }

    @Override
    public void close() {
        deadlines.close();
    }
}
