package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Sealer;

import java.util.Optional;

/**
 * A legacy session. Nothing of it is stored: the session id that the client sends back is this
 * record, sealed, so any replica can go on with it.
 *
 * @param principal whose session it is; it opens for nobody else
 * @param revision as negotiated
 * @param capabilities what the client said it can do
 */
record Session(String principal, String revision, JsonNode capabilities) {
    static final String HEADER = "Mcp-Session-Id";
    private static final String PURPOSE = "mcp-session";

    static Session open(Principal principal, Revision revision, JsonNode capabilities) {
        return new Session(principal.id(), revision.text(), capabilities);
    }

    String seal(Sealer sealer) {
        return sealer.seal(PURPOSE, Json.write(this));
    }

    /** The session behind an id, where this deployment opened it for this principal. */
    static Optional<Session> find(Sealer sealer, String id, Principal principal) {
        return sealer.open(PURPOSE, id)
                .map(text -> Json.read(text, Session.class))
                .filter(session -> session.principal().equals(principal.id()));
    }

    Revision negotiated() {
        return Revision.find(revision).orElse(Revision.newestLegacy());
    }
}
