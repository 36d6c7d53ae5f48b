package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The resources of a server. */
public interface ServedResources {
    /** The key of what changes with every key. */
    String ANYTHING = "*";

    /** Those that are known by name, as {@code resources/list} shows them to this caller. */
    List<ObjectNode> list(Asked asked);

    /** The templates of the others, as {@code resources/templates/list} shows them. */
    List<ObjectNode> templates(Asked asked);

    /** The result of a read, with its {@code contents}; empty where there is none at {@code uri} for this caller. */
    Optional<Outcome> read(String uri, Asked asked);

    /**
     * What changes when {@code uri} does, as the edge is told of it: {@link #ANYTHING}
     * for a view of everything. Empty where this caller cannot listen for changes of it.
     */
    Optional<String> watchKey(String uri, Asked asked);

    /** To be called before this caller is told of a change: what it reads then shows it. */
    default void willBeTold(Asked asked) {}
}
