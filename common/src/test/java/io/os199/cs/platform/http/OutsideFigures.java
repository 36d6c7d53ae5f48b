package io.os199.cs.platform.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Readings of the metrics of calls to outside services. */
public final class OutsideFigures {
    private OutsideFigures() {}

    /** Returns the number of calls of {@code integration}, by status. */
    public static Map<String, Long> calls(PrometheusRegistry registry, String integration) {
        return registry.scrape("integration_api_calls"::equals).stream()
                .map(CounterSnapshot.class::cast)
                .flatMap(found -> found.getDataPoints().stream())
                .filter(point -> integration.equals(point.getLabels().get("integration")))
                .collect(
                        Collectors.toMap(
                                point -> Objects.toString(point.getLabels().get("status")),
                                (CounterDataPointSnapshot point) -> (long) point.getValue()));
    }
}
