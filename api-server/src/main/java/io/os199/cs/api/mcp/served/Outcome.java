package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** The outcome of a request, in the terms of the modern era; a legacy client gets it in the form of its own era. */
public sealed interface Outcome {
    /** The result, without what only one era adds to it. */
    record Done(ObjectNode result) implements Outcome {}

    /**
     * The client has to ask a person or its model something, and come back with the answers.
     *
     * @param requests what to ask, by keys of our choice
     * @param state what we need to continue; the edge seals it and binds it to caller and request
     */
    record InputRequired(Map<String, InputRequest> requests, @Nullable String state)
            implements Outcome {}

    /** A task was started: the flat task object. Only for clients that declared the extension. */
    record TaskBegun(ObjectNode task) implements Outcome {}

    static Outcome of(ObjectNode result) {
        return new Done(result);
    }
}
