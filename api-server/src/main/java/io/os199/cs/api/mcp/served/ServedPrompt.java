package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;

import java.util.Map;
import java.util.Set;

/** A prompt as the protocol serves it. */
public interface ServedPrompt {
    String name();

    /** The prompt as {@code prompts/list} shows it. */
    ObjectNode listing();

    boolean isVisibleTo(Principal principal, Surface surface);

    Set<String> argumentNames();

    Set<String> requiredArguments();

    /** The messages, for arguments that are there and known by name. */
    Outcome get(Map<String, String> arguments, Asked asked);
}
