package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.secrets.Sealer;

/** How the two sides get to know each other. */
final class Handshake {
    private final ServerIdentity identity;
    private final Sealer sealer;

    Handshake(ServerIdentity identity, Sealer sealer) {
        this.identity = identity;
        this.sealer = sealer;
    }

    ObjectNode discover(Exchange exchange) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        Revision.supported().forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", identity.capabilities());
        result.put("instructions", identity.instructions());
        return Cacheable.byAnyone(result);
    }

    /** Agrees on the client's version where we speak it, and offers our newest legacy one where not. */
    ObjectNode initialize(Exchange exchange) {
        JsonNode params = exchange.message().params();
        JsonNode requested = params.path("protocolVersion");
        if (!requested.isTextual()) {
            throw new RpcException(
                    RpcError.invalidParams(200, "params.protocolVersion must be text"));
        }
        Revision agreed =
                Revision.find(requested.textValue())
                        .filter(revision -> !revision.isModern())
                        .orElse(Revision.newestLegacy());
        JsonNode capabilities = params.path("capabilities");
        Session session =
                Session.open(
                        exchange.principal(),
                        agreed,
                        capabilities.isObject()
                                ? capabilities
                                : JsonNodeFactory.instance.objectNode());
        exchange.response().setHeader(Session.HEADER, session.seal(sealer));

        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("protocolVersion", agreed.text());
        result.set("capabilities", identity.capabilities());
        result.set("serverInfo", identity.implementation());
        result.put("instructions", identity.instructions());
        return result;
    }

    ObjectNode ping(Exchange exchange) {
        return JsonNodeFactory.instance.objectNode();
    }
}
