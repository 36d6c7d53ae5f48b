package io.os199.cs.platform.cache;

import io.os199.cs.platform.http.CircuitRule;
import io.os199.cs.platform.http.SharedCircuits;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tracks which services fail, counted over all processes in Redis: one hash per service, read and changed by scripts
 * and so without races.
 */
public final class RedisCircuits implements SharedCircuits {
    /** The time after which another caller may try, when the one that tried has disappeared. */
    private static final Duration TRIAL = Duration.ofSeconds(60);

    /** How long a service that nobody calls is remembered. */
    private static final Duration KEPT = Duration.ofDays(1);

    /**
     * ARGV: now, and how long a trial may take. Returns how many milliseconds to wait, and the trial: the instant at
     * which it ends.
     */
    private static final String ASK =
            """
            local circuit = redis.call('hmget', KEYS[1], 'until', 'trial')
            if not circuit[1] then return {0, 0} end
            local now = tonumber(ARGV[1])
            local wait = math.max(tonumber(circuit[1]), tonumber(circuit[2] or 0)) - now
            if wait > 0 then return {circuit[2] and math.min(wait, 1000) or wait, 0} end
            local trial = now + tonumber(ARGV[2])
            redis.call('hset', KEYS[1], 'trial', string.format('%.0f', trial))
            return {0, trial}
            """;

    /**
     * ARGV: now, the trial, 1 if the service answered, the number of failures in a row, the first pause, the longest,
     * and how long to keep the hash. Returns whether the service rests. For a resting service only the trial counts,
     * because other calls began before.
     */
    private static final String ENDED =
            """
            local circuit = redis.call('hmget', KEYS[1], 'until', 'trial', 'openings')
            if circuit[1] and circuit[2] ~= ARGV[2] then return 1 end
            if ARGV[3] == '1' then
              redis.call('del', KEYS[1])
              return 0
            end
            local failures = circuit[1] and 0 or redis.call('hincrby', KEYS[1], 'failures', 1)
            local rests = circuit[1] or failures >= tonumber(ARGV[4])
            if rests then
              local openings = tonumber(circuit[3] or 0)
              local pause = math.min(tonumber(ARGV[5]) * 2 ^ openings, tonumber(ARGV[6]))
              redis.call('hset', KEYS[1], 'until', string.format('%.0f', tonumber(ARGV[1]) + pause),
                         'openings', openings + 1)
              redis.call('hdel', KEYS[1], 'trial')
            end
            redis.call('pexpire', KEYS[1], ARGV[7])
            return rests and 1 or 0
            """;

    private final Redis redis;
    private final CircuitRule rule;
    private final Clock clock;

    public RedisCircuits(Redis redis, Clock clock) {
        this.redis = redis;
        this.rule = CircuitRule.OF_VENDORS;
        this.clock = clock;
    }

    @Override
    public Optional<Turn> ask(String service) {
        Object answer =
                redis.ask(client -> client.eval(ASK, key(service), List.of(now(), millis(TRIAL))));
        return answer instanceof List<?> two
                        && two.get(0) instanceof Long wait
                        && two.get(1) instanceof Long trial
                ? Optional.of(new Turn(Duration.ofMillis(wait), trial))
                : Optional.empty();
    }

    @Override
    public Optional<Boolean> ended(String service, long trial, boolean answered) {
        List<String> arguments =
                List.of(
                        now(),
                        Long.toString(trial),
                        answered ? "1" : "0",
                        Integer.toString(rule.inARow()),
                        millis(rule.firstPause()),
                        millis(rule.longestPause()),
                        millis(KEPT));
        Object rests = redis.ask(client -> client.eval(ENDED, key(service), arguments));
        return rests instanceof Long each ? Optional.of(each == 1) : Optional.empty();
    }

    private static List<String> key(String service) {
        return List.of("circuit:" + service);
    }

    private String now() {
        return Long.toString(clock.millis());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
