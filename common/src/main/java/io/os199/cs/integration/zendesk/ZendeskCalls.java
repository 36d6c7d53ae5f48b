package io.os199.cs.integration.zendesk;

import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.platform.http.Pause;
import io.os199.cs.platform.http.Retries;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Calls to Zendesk's API, whose answers also show the state of the service. */
final class ZendeskCalls {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int PARTS_LEFT = 5;

    private final VendorClient client;
    private final ServiceStanding standing;
    private final Pause pause;

    ZendeskCalls(VendorClient client, ServiceStanding standing, Pause pause) {
        this.client = client;
        this.standing = standing;
        this.pause = pause;
    }

    /** Checks whether Zendesk accepts our key, and stores the result. */
    void check() {
        standing.checked(client.check(VendorRequest.get("/api/v2/users/me")));
    }

    /** Reads something, with retries where they may help. */
    VendorAnswer read(String template, String path) {
        return seen(client.read(VendorRequest.get(template, path), Retries.inbound()));
    }

    /** Makes a call, once. */
    VendorAnswer once(VendorRequest request) {
        return seen(client.once(request));
    }

    private VendorAnswer seen(VendorAnswer answer) {
        standing.saw(answer);
        return answer;
    }

    /**
     * Waits where less than a fifth of the rate limit is left, so that others get some of it too.
     *
     * @return whether a run may go on; false where the limit is renewed only after a longer time than a run waits
     */
    boolean goesOn(VendorAnswer.Done answer) {
        long limit = number(answer.header("X-Rate-Limit"));
        long left = number(answer.header("X-Rate-Limit-Remaining"));
        long reset = number(answer.header("RateLimit-Reset"));
        if (limit <= 0 || left < 0 || reset <= 0 || left * PARTS_LEFT >= limit) {
            return true;
        }
        Duration wait = Duration.ofSeconds(reset);
        if (wait.compareTo(LONGEST_PAUSE) > 0) {
            return false;
        }
        try {
            pause.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long number(@Nullable String value) {
        return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
    }

    /** Stores that reading of a resource has stopped; the next run tries again. */
    void stopped(String resource, VendorAnswer answer) {
        standing.stopped(resource, answer);
    }
}
