package io.os199.cs.platform.cache;

import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The random words of groups, in Redis. A generation consists of a group's word and the word of the group of all.
 *
 * <p>An end that cannot reach Redis is owed: it is repeated every second, and before this process reads anything.
 * There is at most one debt per group. The debts of a process that ends are lost, and other processes go on reading
 * meanwhile; in both cases an answer ends at the latest when its time is over.
 */
final class Generations {
    /** The group to which every answer belongs. */
    static final String ALL = "all";

    /** Longer than any answer is kept; a word that ends early only costs a computation. */
    private static final long SECONDS = Duration.ofDays(1).toSeconds();

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 1_000;

    /** The index of the stored answer, after two words and two notes. */
    private static final int NOTED = 4;

    private final Redis redis;
    private final Map<String, Long> owed = new ConcurrentHashMap<>();
    private final AtomicLong debts = new AtomicLong();
    private final AtomicBoolean retrying = new AtomicBoolean();

    private final Duration lag;

    /** @param lag how long a note says that a group was ended; zero: no notes are made */
    Generations(Redis redis, Duration lag) {
        this.redis = redis;
        this.lag = lag;
    }

    /**
     * Values read at one moment. The generation is absent if a word is missing, and the stored bytes if nothing is
     * stored.
     */
    static final class Read {
        final @Nullable String generation;
        final byte @Nullable [] stored;
        final boolean isDroppedLately;

        Read(@Nullable String generation, byte @Nullable [] stored, boolean isDroppedLately) {
            this.generation = generation;
            this.stored = stored;
            this.isDroppedLately = isDroppedLately;
        }
    }

    /**
     * Reads the group's generation and, if a name is given, what is stored under it; null when Redis does not answer.
     */
    @Nullable Read read(String group, byte @Nullable [] name) {
        List<byte[]> keys =
                new ArrayList<>(
                        List.of(
                                Cache.bytes(key(ALL)),
                                Cache.bytes(key(group)),
                                Cache.bytes(note(key(ALL))),
                                Cache.bytes(note(key(group)))));
        if (name != null) {
            keys.add(name);
        }
        List<byte[]> values = redis.ask(client -> client.mget(keys.toArray(byte[][]::new)));
        if (values == null || values.size() != keys.size()) {
            return null;
        }
        // Null when there is no value, whatever the type says.
        byte @Nullable [] all = values.get(0);
        byte @Nullable [] own = values.get(1);
        return new Read(
                all == null || own == null ? null : generation(text(all), text(own)),
                name == null ? null : values.get(NOTED),
                isThere(values.get(2)) || isThere(values.get(3)));
    }

    /**
     * Returns the group's generation, beginning one if there is none; empty when Redis does not answer, or the
     * generation was ended meanwhile.
     */
    Optional<String> begin(String group) {
        String all = redis.ask(client -> word(client, ALL));
        if (all == null) {
            return Optional.empty();
        }
        String own = redis.ask(client -> word(client, group));
        return own == null ? Optional.empty() : Optional.of(generation(all, own));
    }

    private static @Nullable String word(RedisClient client, String group) {
        String name = key(group);
        String known = client.get(name);
        if (known != null) {
            return known;
        }
        String fresh = TypeId.next("generation");
        String set = client.set(name, fresh, SetParams.setParams().nx().ex(SECONDS));
        // Another caller may have set it first, and a third may have ended it since: then there is
        // none.
        return set == null ? client.get(name) : fresh;
    }

    private static String generation(String all, String own) {
        return all + "," + own;
    }

    /** Ends the generations of these groups, now or as soon as Redis can be reached. */
    void end(List<String> groups) {
        if (groups.isEmpty() || !redis.isConfigured()) {
            return;
        }
        List<String> names = groups.stream().map(Generations::key).distinct().toList();
        if (!delete(names)) {
            names.forEach(name -> owed.put(name, debts.incrementAndGet()));
            retryLater();
        }
    }

    /** Whether every end has reached Redis, after repeating those that had not. */
    boolean areCurrent() {
        if (owed.isEmpty()) {
            return true;
        }
        Map<String, Long> due = Map.copyOf(owed);
        if (!delete(List.copyOf(due.keySet()))) {
            return false;
        }
        // A debt that was renewed since then stays.
        due.forEach(owed::remove);
        return true;
    }

    private static boolean isThere(byte @Nullable [] value) {
        return value != null;
    }

    private boolean delete(List<String> names) {
        for (int from = 0; from < names.size(); from += MOST_AT_ONCE) {
            String[] some =
                    names.subList(from, Math.min(from + MOST_AT_ONCE, names.size()))
                            .toArray(String[]::new);
            if (redis.ask(client -> delete(client, some)) == null) {
                return false;
            }
        }
        return true;
    }

    /** Writes the note before deleting, so that whoever finds a new word also finds the note. */
    private @Nullable Long delete(RedisClient client, String[] names) {
        if (!lag.isPositive()) {
            return client.del(names);
        }
        try (AbstractPipeline both = client.pipelined()) {
            SetParams kept = SetParams.setParams().px(lag.toMillis());
            for (String name : names) {
                both.set(note(name), "", kept);
            }
            Response<Long> deleted = both.del(names);
            both.sync();
            return deleted.get();
        }
    }

    private void retryLater() {
        if (retrying.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::retry);
        }
    }

    private void retry() {
        try {
            while (!redis.isClosed() && !areCurrent()) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            retrying.set(false);
        }
        // A debt added after the last check found this retry still running.
        if (!owed.isEmpty() && !redis.isClosed()) {
            retryLater();
        }
    }

    private static String key(String group) {
        return "generation:" + group;
    }

    /** The key of the note that a word was deleted recently. */
    private static String note(String key) {
        return "dropped:" + key;
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }
}
