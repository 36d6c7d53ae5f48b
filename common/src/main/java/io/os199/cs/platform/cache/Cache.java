package io.os199.cs.platform.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;

import io.opentelemetry.api.trace.SpanKind;
import io.os199.cs.platform.database.ReplicaReads;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers that are worth keeping, in Redis.
 *
 * <p>Every answer belongs to a <em>group</em>, for example to a client. A group has a generation,
 * a random word that is part of the keys of its answers; {@link #drop} forgets the word, and with it
 * all answers of the group. An answer is stored under the generation that held before it was
 * computed, so what was read before a drop is never found after it.
 *
 * <p>Where answers are read from a replica, what is computed soon after a drop is read from the primary, because a replica may
 * not show yet what the drop was for.
 *
 * <p>Without Redis, or while it does not answer, everything is computed anew: nothing here throws. A
 * drop that Redis did not hear leaves an answer until its time is over, which is why times are short.
 */
public final class Cache {
    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    /** Longer than any answer is kept; a generation that ends early only costs a computation. */
    private static final long GENERATION_SECONDS = Duration.ofDays(1).toSeconds();

    private static final Labels REDIS = Labels.of("db.system.name", "redis");

    private final Redis redis;
    private final CacheMetrics metrics;
    private final Tracing tracing;
    private final Duration lag;

    public Cache(Redis redis, CacheMetrics metrics, Tracing tracing) {
        this(redis, metrics, tracing, Duration.ZERO);
    }

    /** @param lag how long a replica may not show a change; zero: there is none */
    public Cache(Redis redis, CacheMetrics metrics, Tracing tracing, Duration lag) {
        this.redis = redis;
        this.metrics = metrics;
        this.tracing = tracing;
        this.lag = lag;
    }

    /** A cache that keeps nothing. */
    public static Cache none() {
        return new Cache(Redis.none(), new CacheMetrics(new PrometheusRegistry()), Tracing.off());
    }

    /** The answer kept under {@code key} in {@code group}, else what {@code compute} gives, then kept. */
    public <T> T get(String group, String key, Duration kept, Class<T> type, Supplier<T> compute) {
        return find(group, key, kept, type, answer -> true, () -> Optional.of(compute.get()))
                .orElseThrow();
    }

    /** As {@link #get}, keeping only what is {@code worthIt}, and no absence. */
    public <T> Optional<T> find(
            String group,
            String key,
            Duration kept,
            Class<T> type,
            Predicate<T> worthIt,
            Supplier<Optional<T>> compute) {
        Optional<Kept> asked =
                tracing.inside("cache get", SpanKind.CLIENT, REDIS, () -> kept(group, key));
        if (asked.isEmpty()) {
            if (redis.isConfigured()) {
                metrics.asked(key, "error");
            }
            return compute.get();
        }
        Kept found = asked.get();
        byte[] stored = found.json;
        T known = stored == null ? null : read(stored, type, key);
        if (known != null) {
            metrics.asked(key, "hit");
            return Optional.of(known);
        }
        metrics.asked(key, "miss");
        Optional<T> computed = found.dropped ? ReplicaReads.current(compute) : compute.get();
        if (computed.filter(worthIt).isEmpty()) {
            return computed;
        }
        byte[] json = bytes(Json.write(computed.get()));
        redis.ask(
                client -> client.set(found.name, json, SetParams.setParams().ex(kept.toSeconds())));
        return computed;
    }

    /**
     * What is kept under a name of the generation that holds now; without {@code json} nothing is. A replica may not show
     * yet why the generation before was {@code dropped}.
     */
    private static final class Kept {
        final byte[] name;
        final byte @Nullable [] json;
        final boolean dropped;

        Kept(byte[] name, byte @Nullable [] json, boolean dropped) {
            this.name = name;
            this.json = json;
            this.dropped = dropped;
        }
    }

    /** Empty where Redis does not answer. */
    private Optional<Kept> kept(String group, String key) {
        String generation = redis.ask(client -> generation(client, group));
        if (generation == null) {
            return Optional.empty();
        }
        byte[] name = bytes("answer:" + group + ":" + generation + ":" + key);
        List<byte[]> found = redis.ask(client -> client.mget(name, bytes(droppedKey(group))));
        return Optional.of(
                found == null
                        ? new Kept(name, null, true)
                        : new Kept(name, found.get(0), found.get(1) != null));
    }

    /** Forgets all answers of these groups. Called after the commit of what made them wrong. */
    public void drop(List<String> groups) {
        if (!groups.isEmpty()) {
            String[] names = groups.stream().map(Cache::generationKey).toArray(String[]::new);
            redis.ask(client -> drop(client, groups, names));
        }
    }

    /** Noted before it is done: who finds a new generation finds the note. */
    private long drop(RedisClient client, List<String> groups, String[] generations) {
        if (lag.isPositive()) {
            try (AbstractPipeline notes = client.pipelined()) {
                SetParams kept = SetParams.setParams().px(lag.toMillis());
                groups.forEach(group -> notes.set(droppedKey(group), "", kept));
            }
        }
        return client.del(generations);
    }

    private static @Nullable String generation(RedisClient client, String group) {
        String name = generationKey(group);
        String known = client.get(name);
        if (known != null) {
            return known;
        }
        String fresh = TypeId.next("generation");
        String set = client.set(name, fresh, SetParams.setParams().nx().ex(GENERATION_SECONDS));
        // Somebody else may have been first, and yet another have dropped it since: then none.
        return set == null ? client.get(name) : fresh;
    }

    private static String generationKey(String group) {
        return "generation:" + group;
    }

    private static String droppedKey(String group) {
        return "dropped:" + group;
    }

    /** An answer that another version of this program wrote, or nobody of ours, counts as none. */
    private static <T> @Nullable T read(byte[] json, Class<T> type, String key) {
        ObjectReader reader = Json.mapper().readerFor(type);
        try {
            return reader.readValue(json);
        } catch (JsonProcessingException e) {
            LOG.warn("what is cached as {} is not readable: {}", key, e.getClass().getSimpleName());
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
