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
 * The random words of groups, in Redis. A generation is the word of a group and that of all groups.
 *
 * <p>What is to be ended while Redis does not hear is owed: told again every second, and before this
 * process reads anything. There is at most one debt a group. Those of a process that ends are lost,
 * and other processes read on meanwhile; for both, an answer ends with its time at the latest.
 */
final class Generations {
    /** The group to which every answer belongs. */
    static final String ALL = "all";

    /** Longer than any answer is kept; a word that ends early only costs a computation. */
    private static final long SECONDS = Duration.ofDays(1).toSeconds();

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 1_000;

    /** Two words and two notes come before what is stored. */
    private static final int NOTED = 4;

    private final Redis redis;
    private final Map<String, Long> owed = new ConcurrentHashMap<>();
    private final AtomicLong debts = new AtomicLong();
    private final AtomicBoolean retrying = new AtomicBoolean();

    private final Duration lag;

    /** @param lag for how long it is noted that a group was ended; zero: it is not */
    Generations(Redis redis, Duration lag) {
        this.redis = redis;
        this.lag = lag;
    }

    /** What was read at one moment. Absent are the generation where a word is, and what is stored where nothing is. */
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

    /** The group's generation and, where a name is given, what is stored under it; null where Redis does not answer. */
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
        // Null where nothing is, whatever the type says.
        byte @Nullable [] all = values.get(0);
        byte @Nullable [] own = values.get(1);
        return new Read(
                all == null || own == null ? null : generation(text(all), text(own)),
                name == null ? null : values.get(NOTED),
                isThere(values.get(2)) || isThere(values.get(3)));
    }

    /** The group's generation, begun where there is none; empty where Redis does not answer, or it was ended meanwhile. */
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
        // Somebody else may have been first, and yet another have ended it since: then none.
        return set == null ? client.get(name) : fresh;
    }

    private static String generation(String all, String own) {
        return all + "," + own;
    }

    /** Ends the generations of these groups, now or as soon as Redis hears. */
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

    /** Whether Redis has heard of every end, told again first where it had not. */
    boolean areCurrent() {
        if (owed.isEmpty()) {
            return true;
        }
        Map<String, Long> due = Map.copyOf(owed);
        if (!delete(List.copyOf(due.keySet()))) {
            return false;
        }
        // One that was owed anew since stays.
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

    /** Noted before it is done: who finds a new word finds the note. */
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
        // A debt that came after the last look found somebody retrying.
        if (!owed.isEmpty() && !redis.isClosed()) {
            retryLater();
        }
    }

    private static String key(String group) {
        return "generation:" + group;
    }

    /** Where it is noted that a word was deleted lately. */
    private static String note(String key) {
        return "dropped:" + key;
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }
}
