package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.CanonicalJson;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** Hashes what makes two calls the same call: their arguments, without those that only steer the call. */
final class ArgumentsHash {
    private static final Set<String> STEERING =
            Set.of("idempotency_key", "confirmation_token", "wait_seconds");
    private static final Set<String> STEERING_OR_DRY =
            Set.of("idempotency_key", "confirmation_token", "wait_seconds", "dry_run");

    private ArgumentsHash() {}

    /** The hash for idempotency keys. */
    static String ofCall(@Nullable JsonNode arguments) {
        return CanonicalJson.hash(arguments, STEERING);
    }

    /** The hash for confirmations, where a dry run previews the same effect. */
    static String ofEffect(@Nullable JsonNode arguments) {
        return CanonicalJson.hash(arguments, STEERING_OR_DRY);
    }
}
