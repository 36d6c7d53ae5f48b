package io.os199.cs.platform.cache;

import com.fasterxml.jackson.databind.ObjectReader;

import io.opentelemetry.api.trace.SpanKind;
import io.os199.cs.platform.database.ReplicaReads;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WrittenJson;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import redis.clients.jedis.params.SetParams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers that are worth keeping, cached in Redis.
 *
 * <p>Every answer belongs to a <em>group</em>, for example a client, and to the group of all. A group has a
 * generation, a random word; {@link #drop} deletes it, and the next word is a different one. An answer is stored
 * together with the words that were current before it was computed, and counts only while they are: words and answer
 * are read by one MGET, so both are from the same moment. So what was read before a drop is never found after it,
 * whoever writes it and however late.
 *
 * <p>Callers in one process that miss the same answer under the same words wait for one of them. The words make that
 * safe: no drop can fall between a waiter's lookup and the read it waits for.
 *
 * <p>The process also holds what it recently read or wrote ({@link NearAnswers}), so that a hit transfers and parses
 * nothing. The words are still read from Redis each time: the next lookup sees a drop by another process. What is
 * found there is shared, so nobody may change it.
 *
 * <p>Where answers are read from a replica, an answer computed soon after a drop is read from the primary, because a
 * replica may not yet show the change behind the drop.
 *
 * <p>Without Redis, or while it does not answer, everything is computed anew: nothing here throws. A drop that did
 * not reach Redis is repeated until it does, and this process finds nothing until then.
 */
public final class Cache {
    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);
    private static final Labels REDIS = Labels.of("db.system.name", "redis");

    /**
     * The expiry of answers that were stored together is spread by this share of their lifetime, in both directions.
     */
    private static final double SPREAD = 0.1;

    private final Redis redis;
    private final CacheMetrics metrics;
    private final Tracing tracing;
    private final Generations generations;
    private final NearAnswers near = new NearAnswers();
    private final Flights flights = new Flights();
    private final AnswerForms forms = new AnswerForms();

    public Cache(Redis redis, CacheMetrics metrics, Tracing tracing) {
        this(redis, metrics, tracing, Duration.ZERO);
    }

    /** @param lag how long a replica may take to show a change; zero: there is no replica */
    public Cache(Redis redis, CacheMetrics metrics, Tracing tracing, Duration lag) {
        this.redis = redis;
        this.metrics = metrics;
        this.tracing = tracing;
        this.generations = new Generations(redis, lag);
    }

    /** A cache that keeps nothing. */
    public static Cache none() {
        return new Cache(Redis.none(), new CacheMetrics(new PrometheusRegistry()), Tracing.off());
    }

    /**
     * Returns the answer kept under {@code key} in {@code group}, or otherwise the result of {@code compute}, which
     * is then kept.
     */
    public <T> T get(String group, String key, Duration kept, Class<T> type, Supplier<T> compute) {
        return find(group, key, kept, type, answer -> true, () -> Optional.of(compute.get()))
                .orElseThrow();
    }

    /**
     * Like {@link #get}, but keeps only answers that are {@code worthIt}, and no absent ones.
     *
     * @param key contains everything by which answers of the group differ, including the caller's rights: an answer
     *     that {@code compute} gives for one caller is given to others
     * @param kept the lifetime, varied by up to a tenth
     */
    public <T> Optional<T> find(
            String group,
            String key,
            Duration kept,
            Class<T> type,
            Predicate<T> worthIt,
            Supplier<Optional<T>> compute) {
        String name = "answer:" + group + ":" + forms.of(type) + ":" + key;
        Optional<Found<T>> asked =
                tracing.inside(
                        "cache get", SpanKind.CLIENT, REDIS, () -> look(group, name, key, type));
        if (asked.isEmpty()) {
            if (redis.isConfigured()) {
                metrics.asked(key, "error");
            }
            return compute.get();
        }
        Found<T> found = asked.get();
        metrics.asked(key, found.outcome());
        if (found.answer() != null) {
            return Optional.of(found.answer());
        }
        return flights.join(
                name + " " + found.generation(),
                type,
                found.isDroppedLately() ? () -> ReplicaReads.current(compute) : compute,
                answer -> worthIt.test(answer),
                answer -> keep(name, found.generation(), answer, kept));
    }

    /**
     * The result of looking up a name.
     *
     * @param generation the current words
     * @param isDroppedLately whether a replica may not yet show the change for which the previous words were dropped
     */
    private record Found<T>(
            String generation, @Nullable T answer, String outcome, boolean isDroppedLately) {}

    /** Empty when Redis does not answer. */
    private <T> Optional<Found<T>> look(String group, String name, String key, Class<T> type) {
        if (!redis.isConfigured() || !generations.areCurrent()) {
            return Optional.empty();
        }
        NearAnswers.Near here = near.find(name, redis.now());
        if (here != null) {
            Generations.Read read = generations.read(group, null);
            if (read == null) {
                return Optional.empty();
            }
            if (here.generation().equals(read.generation)) {
                return Optional.of(
                        new Found<>(
                                here.generation(),
                                type.cast(here.answer()),
                                "near",
                                read.isDroppedLately));
            }
            near.forget(name);
        }
        Generations.Read read = generations.read(group, bytes(name));
        if (read == null) {
            return Optional.empty();
        }
        String generation = read.generation;
        if (generation == null) {
            return generations.begin(group).map(begun -> new Found<>(begun, null, "miss", true));
        }
        T answer = read.stored == null ? null : open(read.stored, name, generation, key, type);
        return Optional.of(
                new Found<>(
                        generation, answer, answer == null ? "miss" : "hit", read.isDroppedLately));
    }

    private <T> @Nullable T open(
            byte[] stored, String name, String generation, String key, Class<T> type) {
        StoredAnswer.Content content = StoredAnswer.read(stored, name, generation).orElse(null);
        if (content == null || !redis.now().isBefore(content.until())) {
            return null;
        }
        ObjectReader reader = Json.mapper().readerFor(type);
        try {
            T answer = type.cast(reader.readValue(stored, content.offset(), content.length()));
            near.put(name, generation, answer, content.until(), content.length());
            return answer;
        } catch (IOException | RuntimeException e) {
            LOG.warn("what is cached as {} is not readable: {}", key, e.getClass().getSimpleName());
            return null;
        }
    }

    /**
     * Returns {@code answer} as written by {@code write}, which is called only once for an answer that came from this
     * cache and that this process still holds.
     *
     * @param seesPersonalData whether the caller sees personal data; the output of {@code write} depends on nothing
     *     else besides the answer
     */
    public WrittenJson written(
            Object answer, boolean seesPersonalData, Supplier<WrittenJson> write) {
        return near.written(answer, seesPersonalData, write);
    }

    private void keep(String name, String generation, Object answer, Duration kept) {
        Duration time = spread(kept);
        Instant until = redis.now().plus(time);
        byte[] json = bytes(Json.write(answer));
        byte[] stored = StoredAnswer.write(name, generation, until, json);
        near.put(name, generation, answer, until, json.length);
        redis.ask(
                client ->
                        client.set(bytes(name), stored, SetParams.setParams().px(time.toMillis())));
    }

    private static Duration spread(Duration kept) {
        double factor = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
        return Duration.ofMillis(Math.round(kept.toMillis() * factor));
    }

    /** Drops all answers of these groups. Must be called after the commit of the change that made them wrong. */
    public void drop(List<String> groups) {
        generations.end(groups);
    }

    /** Drops every answer. Must be called at the same point as {@link #drop}. */
    public void dropAll() {
        generations.end(List.of(Generations.ALL));
    }

    /** Whether every drop has reached Redis, after repeating those that had not. */
    public boolean isCurrent() {
        return generations.areCurrent();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
