package io.os199.cs.benchmarks;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.benchmarks.load.LoadPlan.Portfolio;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.patterns.DropIndicators;
import io.os199.cs.health.patterns.EngagementPatternWork;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An API process as the images start it, with or without a Redis, that is being watched; and the keys and clients for
 * its calls.
 */
record UnderLoad(
        LoadedCache cache,
        Deployment deployment,
        ProcessWatch watch,
        List<String> keys,
        Portfolio portfolio)
        implements AutoCloseable {

    UnderLoad {
        keys = List.copyOf(keys);
    }

    /**
     * Starts it after a nightly run over the portfolio, with which answers about one client's habits are compared.
     *
     * @param keys the number of keys, one for each user
     * @param callsPerMinute the calls that a key may make
     */
    static UnderLoad start(
            BenchmarkServer server,
            boolean isCached,
            int connections,
            int keys,
            int callsPerMinute,
            Clock clock)
            throws Exception {
        night(server, clock);
        LoadedCache cache = LoadedCache.start(isCached);
        Map<String, String> environment = new HashMap<>(cache.environment());
        environment.put("CS_DATABASE_CONNECTIONS", Integer.toString(connections));
        Deployment deployment = Deployment.api(server, environment);
        ApiKeys all = new ApiKeys(server.database(), clock);
        List<String> secrets = new ArrayList<>();
        for (int key = 1; key <= keys; key++) {
            secrets.add(
                    all.create("user " + key, EnumSet.of(Scope.CS_READ), callsPerMinute, null)
                            .secret());
        }
        Portfolio portfolio =
                server.database()
                        .read(
                                tx ->
                                        new Portfolio(
                                                tx.dao(LoadDao.class).clients(),
                                                tx.dao(LoadDao.class).csms()));
        return new UnderLoad(
                cache,
                deployment,
                ProcessWatch.start(deployment, server, clock),
                secrets,
                portfolio);
    }

    private static void night(BenchmarkServer server, Clock clock) throws Exception {
        DropIndicators indicators =
                new DropIndicators(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        try (Worker worker = Worker.start(server, new EngagementPatternWork(indicators), clock)) {
            worker.ended(worker.submit(EngagementPatternWork.nightly(today).arguments()));
        }
    }

    String uri() {
        return deployment.uri("/mcp").toString();
    }

    @Override
    public void close() throws IOException {
        watch.close();
        deployment.close();
        cache.close();
    }
}
