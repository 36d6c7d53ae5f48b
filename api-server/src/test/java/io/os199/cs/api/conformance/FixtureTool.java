package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** A tool that exists only for the protocol; everybody may call it. */
final class FixtureTool implements ServedTool {
    private static final String NO_ARGUMENTS = "{'type': 'object', 'additionalProperties': false}";

    private final String name;
    private final ObjectNode listing;
    private final Body body;

    /** The work of a call; the arguments are an object. */
    interface Body {
        Outcome call(JsonNode arguments, Asked asked);
    }

    FixtureTool(String name, String description, String inputSchema, Body body) {
        this.name = name;
        this.listing = Literal.object("{}").put("name", name).put("description", description);
        this.listing.set("inputSchema", Literal.object(inputSchema));
        this.body = body;
    }

    /** A tool without arguments. */
    FixtureTool(String name, String description, Body body) {
        this(name, description, NO_ARGUMENTS, body);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectNode listing() {
        return listing;
    }

    @Override
    public boolean isOn(Surface surface) {
        return true;
    }

    @Override
    public boolean isVisibleTo(Principal principal) {
        return true;
    }

    @Override
    public Set<Scope> missing(Principal principal) {
        return Set.of();
    }

    @Override
    public Outcome call(@Nullable JsonNode arguments, Asked asked) {
        return body.call(
                arguments == null ? JsonNodeFactory.instance.objectNode() : arguments, asked);
    }
}
