package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Sealer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The {@code requestState} that a client carries from one round of a request to the next. It opens only for the
 * principal, method and parameters that it was sealed for, and for ten minutes. Whatever must happen only once,
 * whoever asks again, is ensured by a row of its own: see the confirmations.
 */
final class RequestStates {
    private static final String PURPOSE = "mcp-request-state";
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    /** The parameters that differ between the rounds of one request. */
    private static final Set<String> OF_THE_ROUND =
            Set.of("inputResponses", "requestState", Message.META);

    private final Sealer sealer;
    private final Clock clock;

    RequestStates(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    private record Content(
            String principal, String method, String paramsHash, Instant expiresAt, String state) {}

    String seal(Exchange exchange, String state) {
        Content content =
                new Content(
                        exchange.principal().id(),
                        exchange.message().method(),
                        hash(exchange.message()),
                        clock.instant().plus(GOOD_FOR),
                        state);
        return sealer.seal(PURPOSE, Json.write(content));
    }

    /** Returns the sealed state; throws {@link RpcException} if it was not sealed by us or not for this request. */
    String open(Incoming incoming, Message message, String text) {
        return sealer.open(PURPOSE, text)
                .map(json -> Json.read(json, Content.class))
                .filter(content -> content.principal().equals(incoming.principal().id()))
                .filter(content -> content.method().equals(message.method()))
                .filter(content -> content.paramsHash().equals(hash(message)))
                .filter(content -> clock.instant().isBefore(content.expiresAt()))
                .map(Content::state)
                .orElseThrow(
                        () ->
                                new RpcException(
                                        RpcError.invalidParams(
                                                "requestState is not one of ours for this request,"
                                                    + " or older than 10 minutes; nothing was done;"
                                                    + " send the request without it")));
    }

    /** Hashes a request; a tool call without arguments equals one with empty arguments. */
    private static String hash(Message message) {
        ObjectNode params = message.params().deepCopy();
        params.withObject("/arguments");
        return CanonicalJson.hash(params, OF_THE_ROUND);
    }
}
