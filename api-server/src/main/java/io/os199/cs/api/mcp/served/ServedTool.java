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

    /** The tool as {@code tools/list} shows it. */
    ObjectNode listing();

    /** Whether the paths of {@code surface} serve it. */
    boolean isOn(Surface surface);

    /** Whether the caller can call an action of it, now or with rights that it can come back with. */
    boolean isVisibleTo(Principal principal);

    /** The rights that no call of the tool can do without and that the caller has not. */
    Set<Scope> missing(Principal principal);

    /** Is told of a call that was refused because of {@link #missing}. */
    default void refused(@Nullable JsonNode arguments, Asked asked) {}

    /**
     * Answers a call; {@link RpcException} for a protocol error. What a tool refuses is a result.
     *
     * @param arguments as sent; absent where none were
     */
    Outcome call(@Nullable JsonNode arguments, Asked asked);
}
