package io.os199.cs.platform.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Token buckets: counts recent calls in Redis, over all replicas.
 *
 * <p>There a bucket is one number, the instant at which it will be full again: taking a token moves that instant
 * further away, and a script does so for several buckets at once, in one round trip and without races. (Bucket4j's
 * own Redis support reads each bucket, then compares and swaps it, and retries when calls collide.) An instant in the
 * past counts as now, so differing clocks never give a token twice.
 *
 * <p>Without Redis, or while it does not answer, each process counts for itself, and begins with full buckets.
 */
public final class Buckets {
    private static final int MOST_HELD_HERE = 100_000;

    /**
     * Takes one token from each bucket, or from none. A refusal writes nothing.
     *
     * <p>KEYS: the buckets. ARGV: now, then for each bucket the milliseconds that one token takes to come back, and
     * those that all of them take. Returns how many milliseconds to wait; 0: taken.
     */
    private static final String TAKE =
            """
            local now, wait, fullAt = tonumber(ARGV[1]), 0, {}
            for i, key in ipairs(KEYS) do
              local token, all = tonumber(ARGV[i * 2]), tonumber(ARGV[i * 2 + 1])
              fullAt[i] = math.max(now, tonumber(redis.call('get', key) or now)) + token
              wait = math.max(wait, math.ceil(fullAt[i] - now - all))
            end
            if wait > 0 then return wait end
            for i, key in ipairs(KEYS) do
              redis.call('set', key, string.format('%.3f', fullAt[i]),
                         'px', math.ceil(fullAt[i] - now) + 1000)
            end
            return 0
            """;

    /**
     * A bucket.
     *
     * @param name the owner of the bucket, and what it limits
     * @param perMinute tokens that come back per minute, at least 1
     * @param burst tokens that it holds, at least 1
     */
    public record Quota(String name, int perMinute, int burst) {
        private double tokenMillis() {
            return 60_000.0 / perMinute;
        }

        /** Half a millisecond more than all tokens take to come back, to allow for rounding errors in the sums. */
        private double allMillis() {
            return burst * tokenMillis() + 0.5;
        }
    }

    private final Redis redis;
    private final Clock clock;
    private final Cache<Quota, Bucket> here =
            Caffeine.newBuilder().maximumSize(MOST_HELD_HERE).build();

    public Buckets(Redis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Buckets of this process only. */
    public static Buckets here(Clock clock) {
        return new Buckets(Redis.none(), clock);
    }

    /**
     * Takes one token from each bucket and returns empty; if any bucket has none left, takes none and returns how
     * long to wait.
     */
    public Optional<Duration> take(List<Quota> quotas) {
        List<String> keys = quotas.stream().map(quota -> "bucket:" + quota.name()).toList();
        List<String> arguments = new ArrayList<>(List.of(Long.toString(clock.millis())));
        for (Quota quota : quotas) {
            arguments.add(Double.toString(quota.tokenMillis()));
            arguments.add(Double.toString(quota.allMillis()));
        }
        Object answer = redis.ask(client -> client.eval(TAKE, keys, arguments));
        if (answer instanceof Long wait) {
            return wait == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait));
        }
        return takeHere(quotas);
    }

    private Optional<Duration> takeHere(List<Quota> quotas) {
        List<Bucket> taken = new ArrayList<>();
        for (Quota quota : quotas) {
            Bucket bucket = here.get(quota, this::full);
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                taken.forEach(each -> each.addTokens(1));
                return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
            taken.add(bucket);
        }
        return Optional.empty();
    }

    private Bucket full(Quota quota) {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(quota.burst())
                                        .refillGreedy(quota.perMinute(), Duration.ofMinutes(1)))
                .withCustomTimePrecision(new ClockMeter(clock))
                .build();
    }

    /** Our clock as Bucket4j's time source. */
    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.millis() * 1_000_000;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
