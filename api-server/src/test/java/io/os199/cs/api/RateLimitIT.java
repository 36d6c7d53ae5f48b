package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.Scope;
import io.os199.cs.testing.TestRedis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.RedisClient;

import java.net.http.HttpResponse;
import java.util.Map;

/**
 * How fast a caller may call, with limits that a test can reach: 600 calls a minute with 100 at once, and of writes 5
 * at once.
 */
class RateLimitIT {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static final TestRedis REDIS = TestRedis.start();
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api =
                new RunningApi(
                        ConfigOverride.config("redis.host", REDIS.host()),
                        ConfigOverride.config("redis.port", Integer.toString(REDIS.port())),
                        ConfigOverride.config("rateLimits.burstSeconds", "10"),
                        ConfigOverride.config("rateLimits.writeShare", "0.05"));
    }

    @AfterAll
    static void stop() {
        api.close();
        REDIS.close();
    }

    @Test
    void refusesWritesBeyondTheirShareAndStillReads() {
        JsonNode error = error(write());
        for (int calls = 1; !code(error).equals("rate_limited"); calls++) {
            assertThat(code(error)).isEqualTo("invalid_argument");
            assertThat(calls).isLessThan(20);
            error = error(write());
        }
        assertThat(error.path("retryable").booleanValue()).isTrue();
        assertThat(error.path("retry_after_seconds").intValue()).isBetween(1, 2);
        assertThat(error.path("message").textValue()).contains("wait");

        JsonNode read = api.call(api.key(), "list_clients", "{}");
        assertThat(read.path("isError").booleanValue()).as(read.toString()).isFalse();
        try (RedisClient redis = RedisClient.create(REDIS.host(), REDIS.port())) {
            assertThat(redis.keys("bucket:*")).as("counted in Redis").isNotEmpty();
        }
    }

    @Test
    void boundsAllClassesOfCallsTogether() {
        String key = api.key(Scope.CS_READ);
        int calls = 0;
        JsonNode result = api.call(key, "list_jobs", "{}");
        while (!result.path("isError").booleanValue()) {
            assertThat(++calls).isLessThan(1000);
            result = api.call(key, "list_jobs", "{}");
        }
        assertThat(calls).isGreaterThanOrEqualTo(100);
        assertThat(code(error(result))).isEqualTo("rate_limited");
    }

    /** Each of them is passed on to all replicas. */
    @Test
    void boundsAnswersToQuestionsThatNobodyAsked() {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}";
        Map<String, String> headers = Map.of("Authorization", "Bearer " + api.key(Scope.CS_READ));
        HttpResponse<String> response = api.post(answer, headers);
        for (int calls = 1; response.statusCode() == 202; calls++) {
            assertThat(calls).isLessThan(1000);
            response = api.post(answer, headers);
        }
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    /** Uses a process of its own, as this blocks the address from which all tests call. */
    @Test
    void boundsRequestsWithoutAGoodKeyAndLetsKnownKeysThrough() {
        try (RunningApi other =
                new RunningApi(ConfigOverride.config("rateLimits.failuresPerMinute", "10"))) {
            Map<String, String> good = Map.of("Authorization", "Bearer " + other.key());
            assertThat(other.post(PING, good).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = other.post(PING, Map.of());
            for (int calls = 1; refused.statusCode() == 401; calls++) {
                assertThat(calls).isLessThan(50);
                refused =
                        other.post(
                                PING,
                                Map.of("Authorization", "Bearer cs199_guess%d".formatted(calls)));
            }
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 6);
            assertThat(RunningApi.json(refused).at("/error/code").intValue()).isEqualTo(429);
            assertThat(other.post(PING, good).statusCode()).isEqualTo(200);
        }
    }

    private static JsonNode write() {
        return api.call(api.key(), "register_client", "{}");
    }

    private static JsonNode error(JsonNode result) {
        return result.at("/structuredContent/error");
    }

    private static String code(JsonNode error) {
        return error.path("code").asText();
    }
}
