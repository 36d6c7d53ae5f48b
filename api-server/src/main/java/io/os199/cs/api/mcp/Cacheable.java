package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/** How long a modern client may keep an answer. Legacy answers leave these fields out. */
final class Cacheable {
    static final String TTL = "ttlMs";
    static final String SCOPE = "cacheScope";
    private static final Duration KEPT = Duration.ofMinutes(5);

    private Cacheable() {}

    static ObjectNode byAnyone(ObjectNode result) {
        return result.put(TTL, KEPT.toMillis()).put(SCOPE, "public");
    }

    /** Marks a result that depends on the caller's rights. */
    static ObjectNode byCaller(ObjectNode result) {
        return result.put(TTL, KEPT.toMillis()).put(SCOPE, "private");
    }

    /** Marks a result that may change at any moment and depends on the caller's rights. */
    static ObjectNode never(ObjectNode result) {
        return result.put(TTL, 0).put(SCOPE, "private");
    }
}
