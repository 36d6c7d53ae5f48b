package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;

import java.util.Map;
import java.util.Set;

/** A prompt as the protocol serves it. */
public interface ServedPrompt {
    String name();

    /** Returns the prompt as {@code prompts/list} shows it. */
    ObjectNode listing();

    boolean isVisibleTo(Principal principal, Surface surface);

    Set<String> argumentNames();

    Set<String> requiredArguments();

    /** Returns the messages; the arguments are present and known by name. */
    Outcome get(Map<String, String> arguments, Asked asked);
}
