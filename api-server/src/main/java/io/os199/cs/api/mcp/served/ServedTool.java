package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** A tool as the protocol serves it. */
public interface ServedTool {
    String name();

    /** Returns the tool as {@code tools/list} shows it. */
    ObjectNode listing();

    /** Whether it is served on the paths of {@code surface}. */
    boolean isOn(Surface surface);

    /**
     * Whether the caller can call at least one of its actions, with its present rights or with rights that it can
     * obtain.
     */
    boolean isVisibleTo(Principal principal);

    /** Returns the rights that every call of the tool needs and that the caller lacks. */
    Set<Scope> missing(Principal principal);

    /** Called for a call that was refused because of {@link #missing}. */
    default void refused(@Nullable JsonNode arguments, Asked asked) {}

    /**
     * Answers a call; throws {@link RpcException} for a protocol error. A refusal by the tool is a result.
     *
     * @param arguments as sent; absent if there were none
     */
    Outcome call(@Nullable JsonNode arguments, Asked asked);
}
