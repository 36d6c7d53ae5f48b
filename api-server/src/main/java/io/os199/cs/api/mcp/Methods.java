package io.os199.cs.api.mcp;

import java.util.HashMap;
import java.util.Map;

/** Which method is answered by what, in which era. The protocol's table of contents. */
final class Methods {
    private final Map<String, Method> modern = new HashMap<>();
    private final Map<String, Method> legacy = new HashMap<>();

    Methods(Handshake handshake, ToolMethods tools) {
        modern.put("server/discover", handshake::discover);
        legacy.put("initialize", handshake::initialize);
        legacy.put("ping", handshake::ping);
        both("tools/list", tools::list);
        both("tools/call", tools::call);
    }

    Method find(Revision revision, String method) {
        Method found = (revision.isModern() ? modern : legacy).get(method);
        if (found == null) {
            throw new RpcException(RpcError.methodNotFound(revision, method));
        }
        return found;
    }

    private void both(String name, Method method) {
        modern.put(name, method);
        legacy.put(name, method);
    }
}
