package io.os199.cs.integration.intercom;

import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.platform.http.Retries;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;

import java.util.Map;

/** Calls to Intercom's API, whose answers also show the state of the service. */
final class IntercomCalls {
    private static final Map<String, String> VERSION = Map.of("Intercom-Version", "2.11");

    private final VendorClient client;
    private final ServiceStanding standing;

    IntercomCalls(VendorClient client, ServiceStanding standing) {
        this.client = client;
        this.standing = standing;
    }

    /** Checks whether Intercom accepts our key, and stores the result. */
    void check() {
        standing.checked(client.check(get("/me", "/me")));
    }

    /** Reads something, with retries where they may help. */
    VendorAnswer read(String template, String path) {
        return seen(client.read(get(template, path), Retries.inbound()));
    }

    /** Reads as {@link #read} does, but only once. */
    VendorAnswer ask(String template, String path) {
        return seen(client.once(get(template, path)));
    }

    /** Reads as {@link #read} does, with a body that says what is asked for. */
    VendorAnswer search(String path, String json) {
        return seen(client.read(post(path, path, json), Retries.inbound()));
    }

    /** Makes a call that changes something, once. */
    VendorAnswer post(String template, String path, Object body) {
        return seen(client.once(post(template, path, Json.write(body))));
    }

    private VendorAnswer seen(VendorAnswer answer) {
        standing.saw(answer);
        return answer;
    }

    private static VendorRequest get(String template, String path) {
        return new VendorRequest("GET", template, path, VERSION, null);
    }

    private static VendorRequest post(String template, String path, String json) {
        return new VendorRequest("POST", template, path, VERSION, json);
    }

    /** Stores that reading of a resource has stopped; the next run tries again. */
    void stopped(String resource, VendorAnswer answer) {
        standing.stopped(resource, answer);
    }
}
