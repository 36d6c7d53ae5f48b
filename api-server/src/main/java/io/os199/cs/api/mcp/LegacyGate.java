package io.os199.cs.api.mcp;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.secrets.Sealer;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Which revision a legacy request speaks: that of its session, else that of its version header, else
 * 2025-03-26. A session is welcome, not required: each call stands alone.
 */
final class LegacyGate {
    private final Sealer sealer;

    LegacyGate(Sealer sealer) {
        this.sealer = sealer;
    }

    Revision check(HttpServletRequest request, Principal principal) {
        Revision byHeader = byHeader(request);
        String sessionId = request.getHeader(Session.HEADER);
        if (sessionId == null) {
            return byHeader;
        }
        return Session.find(sealer, sessionId.strip(), principal)
                .map(Session::negotiated)
                .orElseThrow(() -> new RpcException(RpcError.unknownSession()));
    }

    private static Revision byHeader(HttpServletRequest request) {
        String version = request.getHeader(ModernGate.VERSION_HEADER);
        if (version == null) {
            return Revision.assumed();
        }
        return Revision.find(version.strip())
                .filter(revision -> !revision.isModern())
                .orElseThrow(() -> new RpcException(RpcError.unsupportedVersion(version.strip())));
    }
}
