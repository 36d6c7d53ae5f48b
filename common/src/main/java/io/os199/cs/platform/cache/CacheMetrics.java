package io.os199.cs.platform.cache;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Counts lookups of cached answers: {@code hit}; {@code near}, when this process held what Redis says is current;
 * {@code miss}; or {@code error}, when Redis did not answer.
 */
public final class CacheMetrics {
    private final Counter requests;

    public CacheMetrics(PrometheusRegistry registry) {
        requests =
                Counter.builder()
                        .name("cache_requests")
                        .help("Answers asked of the cache, by answer and outcome.")
                        .labelNames("answer", "outcome")
                        .register(registry);
    }

    /**
     * Counts one lookup.
     *
     * @param key of the answer; the text before its first colon names the kind of answer
     */
    void asked(String key, String outcome) {
        int end = key.indexOf(':');
        requests.labelValues(end < 0 ? key : key.substring(0, end), outcome).inc();
    }
}
