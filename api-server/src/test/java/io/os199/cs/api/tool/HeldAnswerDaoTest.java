package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.testing.TestRedis;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An answer that the cache holds is serialized once for callers who see everything and once for those who do not. */
class HeldAnswerDaoTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    private final TestDatabase database = TestDatabase.create();
    private final TestRedis server = TestRedis.start();
    private final Redis redis = Redis.at(new RedisConfig(server.host(), server.port(), ""), CLOCK);
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Cache cache = new Cache(redis, new CacheMetrics(metrics), Tracing.off());
    private final ToolRunner runner =
            new ToolRunner(
                    database.database(),
                    CLOCK,
                    metrics,
                    RateLimit.none(),
                    (principal, definition, arguments, outcome, requestId) -> {},
                    cache,
                    Tracing.off());
    private final ToolDefinition<?, ?> tool = ToolDefinition.of(new Kept(cache));

    @AfterEach
    void close() {
        runner.close();
        redis.close();
        server.close();
        database.close();
    }

    @Test
    void isSentAsItWasWrittenUntilItIsDropped() {
        ToolResult first = ask(ToolFixture.ADMIN);
        assertThat(first.isError()).isFalse();
        assertThat(ask(ToolFixture.ADMIN).json()).isSameAs(first.json());
        assertThat(ask(READER).json()).isNotSameAs(first.json()).isSameAs(ask(READER).json());

        cache.drop(List.of("client:x"));
        assertThat(ask(ToolFixture.ADMIN).json()).isNotSameAs(first.json());
    }

    private ToolResult ask(Principal principal) {
        return runner.run(
                tool,
                Json.mapper().createObjectNode(),
                new CallContext(principal, "req_test", new Cancellation()));
    }

    @ToolInfo(
            name = "kept",
            title = "Kept",
            description = "Answers what is kept.",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 5,
            idempotent = true)
    static final class Kept implements Tool<Kept.Input, Kept.Output> {
        record Input() {}

        record Output(String words) {}

        private final Cache cache;

        Kept(Cache cache) {
            this.cache = cache;
        }

        @Override
        public Answer<Output> call(Input input, Call call) {
            return Answer.of(
                    cache.get(
                            "client:x",
                            "a",
                            Duration.ofMinutes(1),
                            Output.class,
                            () -> new Output("kept")));
        }
    }
}
