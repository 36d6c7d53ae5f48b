package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.platform.secrets.Sealer;

/** The first exchange between the two sides. */
final class Handshake {
    private final ServerIdentity identity;
    private final Catalogue catalogue;
    private final Sealer sealer;

    Handshake(ServerIdentity identity, Catalogue catalogue, Sealer sealer) {
        this.identity = identity;
        this.catalogue = catalogue;
        this.sealer = sealer;
    }

    Outcome discover(Exchange exchange) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        Revision.supported().forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", Capabilities.modern(catalogue));
        result.put("instructions", identity.instructions());
        return Outcome.of(Cacheable.byAnyone(result));
    }

    /** Agrees on the client's version if we speak it, and otherwise offers our newest legacy one. */
    Outcome initialize(Exchange exchange) {
        JsonNode params = exchange.message().params();
        JsonNode requested = params.path("protocolVersion");
        if (!requested.isTextual()) {
            throw new RpcException(RpcError.invalidParams("params.protocolVersion must be text"));
        }
        Revision agreed =
                Revision.find(requested.textValue())
                        .filter(revision -> !revision.isModern())
                        .orElse(Revision.newestLegacy());
        Session session = Session.open(exchange.principal(), agreed, params.path("capabilities"));
        exchange.incoming().response().setHeader(Session.HEADER, session.seal(sealer));

        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("protocolVersion", agreed.text());
        result.set("capabilities", Capabilities.legacy(catalogue));
        result.set("serverInfo", identity.implementation());
        result.put("instructions", identity.instructions());
        return Outcome.of(result);
    }

    /** Answers what a legacy client may ask and we have nothing to say to. */
    Outcome nothing(Exchange exchange) {
        return Outcome.of(JsonNodeFactory.instance.objectNode());
    }
}
