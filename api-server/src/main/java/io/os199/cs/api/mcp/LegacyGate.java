package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.secrets.Sealer;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/**
 * Determines the revision that a legacy request speaks: that of its session, else that of its version header, else
 * 2025-03-26. A session is welcome but not required: each call stands alone.
 */
final class LegacyGate {
    private final Sealer sealer;

    LegacyGate(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * What is known about a legacy client.
     *
     * @param session absent if it sent none, so that its abilities are unknown
     */
    record Passed(Revision revision, @Nullable Session session) {
        ClientAbilities client() {
            return session == null
                    ? ClientAbilities.NONE
                    : new ClientAbilities(session.capabilities());
        }
    }

    Passed check(HttpServletRequest request, Principal principal) {
        Revision byHeader = byHeader(request);
        String sessionId = request.getHeader(Session.HEADER);
        if (sessionId == null) {
            return new Passed(byHeader, null);
        }
        return Session.find(sealer, sessionId.strip(), principal)
                .map(session -> new Passed(session.negotiated(), session))
                .orElseThrow(() -> new RpcException(RpcError.unknownSession()));
    }

    private static Revision byHeader(HttpServletRequest request) {
        String version = request.getHeader(ModernGate.VERSION_HEADER);
        if (version == null) {
            return Revision.assumed();
        }
        return Revision.find(version.strip())
                .filter(revision -> !revision.isModern())
                .orElseThrow(
                        () ->
                                new RpcException(
                                        RpcError.unsupportedVersion(
                                                version.strip(), Revision.supported())));
    }
}
