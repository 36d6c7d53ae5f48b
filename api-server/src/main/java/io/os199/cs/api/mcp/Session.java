package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Sealer;

import java.util.List;
import java.util.Optional;

/**
 * A legacy session. None of it is stored: the session id that the client sends back is this record, sealed, so that
 * any replica can continue it.
 *
 * @param id distinguishes it from other sessions of the same principal
 * @param principal the owner of the session; it opens for nobody else
 * @param revision as negotiated
 * @param capabilities those of the client's capabilities that we use
 */
record Session(String id, String principal, String revision, JsonNode capabilities) {
    static final String HEADER = "Mcp-Session-Id";
    private static final String PURPOSE = "mcp-session";

    static Session open(Principal principal, Revision revision, JsonNode capabilities) {
        return new Session(
                TypeId.next("session"), principal.id(), revision.text(), used(capabilities));
    }

    /** Returns only the capabilities that we ever look at, since the session id travels in a header. */
    private static JsonNode used(JsonNode capabilities) {
        ObjectNode used = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("elicitation", "sampling", "roots")) {
            JsonNode declared = capabilities.path(name);
            if (declared.isObject()) {
                ObjectNode kept = used.putObject(name);
                List.of("form", "url").stream().filter(declared::has).forEach(kept::putObject);
            }
        }
        return used;
    }

    String seal(Sealer sealer) {
        return sealer.seal(PURPOSE, Json.write(this));
    }

    /** Finds the session behind an id, if this deployment opened it for this principal. */
    static Optional<Session> find(Sealer sealer, String id, Principal principal) {
        return sealer.open(PURPOSE, id)
                .map(text -> Json.read(text, Session.class))
                .filter(session -> session.principal().equals(principal.id()));
    }

    Revision negotiated() {
        return Revision.find(revision).orElse(Revision.newestLegacy());
    }
}
