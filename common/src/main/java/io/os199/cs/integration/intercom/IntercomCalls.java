package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationState;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Standing;
import io.os199.cs.platform.http.Retries;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;

/** Calls to Intercom's API, and what is to be seen of its answers. */
final class IntercomCalls {
    private static final Logger LOG = LoggerFactory.getLogger(IntercomCalls.class);
    private static final Map<String, String> VERSION = Map.of("Intercom-Version", "2.11");

    private final VendorClient client;
    private final Standing standing;
    private final IntegrationStates states;

    IntercomCalls(VendorClient client, Standing standing, IntegrationStates states) {
        this.client = client;
        this.standing = standing;
        this.states = states;
    }

    /** Asks whether it takes our key, and stores what it says. */
    void check() {
        standing.checked(client.check(get("/me", "/me")));
    }

    /** Reads something, again and again where it may help. */
    VendorAnswer read(String template, String path) {
        return seen(client.read(get(template, path), Retries.inbound()));
    }

    /** As {@link #read}, of what is asked for by a body. */
    VendorAnswer search(String path, String json) {
        return seen(client.read(post(path, json), Retries.inbound()));
    }

    /** Makes a call that changes something, once. */
    VendorAnswer post(String path, Object body) {
        return seen(client.once(post(path, Json.write(body))));
    }

    private VendorAnswer seen(VendorAnswer answer) {
        standing.saw(answer);
        return answer;
    }

    private static VendorRequest get(String template, String path) {
        return new VendorRequest("GET", template, path, VERSION, null);
    }

    private static VendorRequest post(String path, String json) {
        return new VendorRequest("POST", path, path, VERSION, json);
    }

    /** The object that an answer holds; absent where it holds none. */
    static @Nullable JsonNode json(VendorAnswer answer) {
        if (!(answer instanceof VendorAnswer.Done done)) {
            return null;
        }
        try {
            JsonNode body = Json.read(done.body(), JsonNode.class);
            return body.isObject() ? body : null;
        } catch (IllegalArgumentException notJson) {
            return null;
        }
    }

    /** Stores that something is not read on; the next run tries again. */
    void stopped(String resource, VendorAnswer answer) {
        String code = Standing.code(answer);
        LOG.warn("{} of intercom is not read on: {}", resource, code);
        if (!(answer instanceof VendorAnswer.Unauthorized)) {
            states.found(
                    Integration.INTERCOM,
                    IntegrationState.DEGRADED,
                    code,
                    resource + " could not be read");
        }
    }
}
