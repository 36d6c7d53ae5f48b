package io.os199.cs.platform.database;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** Usage of this process's connection pools, read when the metrics are scraped. */
public final class PoolMetrics {
    private final Map<String, DataSourceProxy> pools = new ConcurrentHashMap<>();

    public PoolMetrics(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("database_connections_active")
                .help("Connections that are borrowed, over all pools of the process.")
                .callback(gauge -> gauge.call(sum(DataSourceProxy::getActive)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("database_connections_max")
                .help("Connections that may be borrowed, over all pools of the process.")
                .callback(gauge -> gauge.call(sum(pool -> pool.getMaxActive())))
                .register(registry);
        perPool(registry, "database_pool_active", "Borrowed connections.", p -> p.getActive());
        perPool(registry, "database_pool_idle", "Idle connections.", p -> p.getIdle());
        perPool(
                registry,
                "database_pool_waiting",
                "Threads that wait for a connection.",
                p -> p.getWaitCount());
        perPool(registry, "database_pool_size", "Open connections.", p -> p.getSize());
    }

    public void add(String name, DataSourceProxy pool) {
        pools.put(name, pool);
    }

    private int sum(ToIntFunction<DataSourceProxy> figure) {
        return pools.values().stream().mapToInt(figure).sum();
    }

    private void perPool(
            PrometheusRegistry registry,
            String name,
            String help,
            ToIntFunction<DataSourceProxy> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(
                        gauge ->
                                pools.forEach(
                                        (pool, source) ->
                                                gauge.call(figure.applyAsInt(source), pool)))
                .register(registry);
    }
}
