package io.os199.cs.benchmarks;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/** An event as a product sends it, and as it should be stored. */
record SentEvent(
        int number,
        int client,
        int user,
        @Nullable Integer feature,
        int session,
        int seconds,
        Instant occurredAt) {

    /** Returns the event as a line of NDJSON. */
    String line() {
        String featureKey =
                feature == null ? "" : "\"feature_key\":\"feature-%d\",".formatted(feature);
        return """
        {"client":"crm-%d","event_id":"event-%d","user_key":"user-%d","event_type":"click",%s\
        "session_id":"session-%d","duration_seconds":%d,"quantity":%d,"occurred_at":"%s"}
        """
                .formatted(
                        client, number, user, featureKey, session, seconds, quantity(), occurredAt);
    }

    /** Returns the event as a row of CSV, in the order of {@link UsageCopy}. */
    String row() {
        return "client_%d,%s,event-%d,user-%d,%s,click,session-%d,%d,%d,ingest\n"
                .formatted(
                        client,
                        occurredAt,
                        number,
                        user,
                        feature == null ? "" : "feature-" + feature,
                        session,
                        seconds,
                        quantity());
    }

    private int quantity() {
        return Objects.hash(number, client) & 0xff;
    }
}
