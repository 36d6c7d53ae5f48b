package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The resources of a server. */
public interface ServedResources {
    /** The key of whatever changes when any key does. */
    String ANYTHING = "*";

    /** Returns the resources known by name, as {@code resources/list} shows them to this caller. */
    List<ObjectNode> list(Asked asked);

    /** Returns the templates of the others, as {@code resources/templates/list} shows them. */
    List<ObjectNode> templates(Asked asked);

    /**
     * Returns the result of a read, with its {@code contents}; empty if there is nothing at {@code uri} for this
     * caller.
     */
    Optional<Outcome> read(String uri, Asked asked);

    /**
     * Returns the key that is announced to the edge when {@code uri} changes: {@link #ANYTHING} for a view of
     * everything. Empty if this caller cannot listen for its changes.
     */
    Optional<String> watchKey(String uri, Asked asked);

    /** Called before a change is announced to this caller, so that what it reads then shows the change. */
    default void willBeTold(Asked asked) {}
}
