package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.IssuedKey;
import io.os199.cs.api.security.Scope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A deployment without authorization servers: keys only, and no mention of tokens. */
class ApiKeysIT {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** The promised 5 s, twice if the look-up that follows is late, and what a loaded machine needs in addition. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void refusesARevokedKeyWithinSeconds() throws InterruptedException {
        ApiKeys keys = new ApiKeys(api.database(), Clock.systemUTC());
        IssuedKey issued = keys.create("test", Set.of(Scope.CS_READ), 600, null);
        assertThat(list(issued.secret()).statusCode()).isEqualTo(200);

        long revoked = System.nanoTime();
        assertThat(keys.revoke(issued.key().keyId())).isTrue();
        while (list(issued.secret()).statusCode() == 200) {
            assertThat(System.nanoTime() - revoked).isLessThan(SOON.toNanos());
            TimeUnit.MILLISECONDS.sleep(50);
        }
        HttpResponse<String> refused = list(issued.secret());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(challenge(refused))
                .isEqualTo(
                        "Bearer error=\"invalid_token\", error_description=\"the API key is"
                                + " unknown, expired or revoked\"");
    }

    @Test
    void showsTheLastUse() {
        ApiKeys keys = new ApiKeys(api.database(), Clock.systemUTC());
        IssuedKey issued = keys.create("test", Set.of(Scope.CS_READ), 600, null);
        list(issued.secret());
        assertThat(keys.list())
                .filteredOn(key -> key.keyId().equals(issued.key().keyId()))
                .singleElement()
                .satisfies(
                        key ->
                                assertThat(key.lastUsedAt())
                                        .isAfterOrEqualTo(issued.key().createdAt()));
    }

    @Test
    void speaksOfNoAuthorizationServer() {
        HttpRequest bare =
                HttpRequest.newBuilder(api.uri("/mcp"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(challenge(api.send(bare))).isEqualTo("Bearer");
        assertThat(list("eyJhbGciOiJSUzI1NiJ9.e30.AAAA").statusCode()).isEqualTo(401);
        for (String path : new String[] {WELL_KNOWN, WELL_KNOWN + "/mcp"}) {
            HttpRequest request = HttpRequest.newBuilder(api.uri(path)).build();
            assertThat(api.send(request).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> list(String bearer) {
        return api.modern(bearer, "tools/list", JsonNodeFactory.instance.objectNode());
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElseThrow();
    }
}
