package io.os199.cs.api.security;

import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Buckets.Quota;
import io.os199.cs.platform.config.RateLimitsConfig;
import io.os199.cs.platform.json.WireName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Limits how fast a principal may call: its own calls per minute over all classes of calls together, and a share of
 * them for each class, so that one loop of sends leaves room to read.
 */
public final class RateLimit {
    private final @Nullable Buckets buckets;
    private final RateLimitsConfig config;
    private final Counter limited;

    public RateLimit(Buckets buckets, RateLimitsConfig config, PrometheusRegistry metrics) {
        this(config, buckets, metrics);
    }

    private RateLimit(
            RateLimitsConfig config, @Nullable Buckets buckets, PrometheusRegistry metrics) {
        this.buckets = buckets;
        this.config = config;
        this.limited =
                Counter.builder()
                        .name("rate_limited_calls")
                        .help("Calls that were one too many, by what they do.")
                        .labelNames("class")
                        .register(metrics);
    }

    /** Returns a limit that lets every call through. */
    public static RateLimit none() {
        return new RateLimit(RateLimitsConfig.usual(), null, new PrometheusRegistry());
    }

    /** Counts a call and returns nothing; if it is one too many, does not count it and returns how long to wait. */
    public Optional<Duration> tryTake(Principal principal, CallClass callClass) {
        if (buckets == null) {
            return Optional.empty();
        }
        int perMinute = Math.max(1, principal.callsPerMinute());
        String name = WireName.of(callClass);
        Optional<Duration> wait =
                buckets.take(
                        List.of(
                                quota(principal, "all", perMinute),
                                quota(principal, name, perMinute * share(callClass))));
        if (wait.isPresent()) {
            limited.labelValues(name).inc();
        }
        return wait;
    }

    /** Returns a wait as headers and errors show it: whole seconds, at least one. */
    public static int seconds(Duration wait) {
        return (int) Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    /** Returns what to do about it, for a person or a model. */
    public static String advice(Duration wait) {
        return "too many calls in a short time; wait %d s, then send the same again, and ask for more in one call where you can"
                .formatted(seconds(wait));
    }

    private Quota quota(Principal principal, String what, double perMinute) {
        return new Quota(
                principal.credential() + ":" + what,
                Math.max(1, (int) perMinute),
                Math.max(1, (int) (perMinute * config.burstSeconds() / 60)));
    }

    private double share(CallClass callClass) {
        return switch (callClass) {
            case READ -> config.readShare();
            case WRITE -> config.writeShare();
            case SEND -> config.sendShare();
            // Keys for it do nothing else.
            case INGEST -> 1;
            case PROTOCOL -> config.protocolShare();
        };
    }
}
