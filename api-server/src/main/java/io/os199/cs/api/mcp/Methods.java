package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What answers each method in each era: the protocol's table of contents. */
final class Methods {
    /** The methods whose answer may need more rounds. */
    private static final Set<String> IN_ROUNDS =
            Set.of("tools/call", "prompts/get", "resources/read");

    private final Map<String, Method> modern = new HashMap<>();
    private final Map<String, Method> legacy = new HashMap<>();

    Methods(
            Handshake handshake,
            ToolMethods tools,
            PromptMethods prompts,
            ResourceMethods resources,
            CompletionMethods completions,
            TaskMethods tasks,
            Listen listen) {
        modern.put("server/discover", handshake::discover);
        modern.put("subscriptions/listen", listen::open);
        modern.put("tasks/get", tasks::get);
        modern.put("tasks/update", tasks::update);
        modern.put("tasks/cancel", tasks::cancel);
        legacy.put("initialize", handshake::initialize);
        legacy.put("ping", handshake::nothing);
        legacy.put("logging/setLevel", handshake::nothing);
        legacy.put("resources/subscribe", handshake::nothing);
        legacy.put("resources/unsubscribe", handshake::nothing);
        both("tools/list", tools::list);
        both("tools/call", tools::call);
        both("prompts/list", prompts::list);
        both("prompts/get", prompts::get);
        both("resources/list", resources::list);
        both("resources/templates/list", resources::templates);
        both("resources/read", resources::read);
        both("completion/complete", completions::complete);
    }

    Method find(Revision revision, String method) {
        Method found = (revision.isModern() ? modern : legacy).get(method);
        if (found == null) {
            throw new RpcException(RpcError.methodNotFound(revision.isModern(), method));
        }
        return found;
    }

    static boolean isInRounds(String method) {
        return IN_ROUNDS.contains(method);
    }

    private void both(String name, Method method) {
        modern.put(name, method);
        legacy.put(name, method);
    }
}
