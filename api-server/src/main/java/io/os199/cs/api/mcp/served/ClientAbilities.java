package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a client declared that it can do: with the request in the modern era, in its session before that.
 *
 * @param capabilities a {@code ClientCapabilities} object
 */
public record ClientAbilities(JsonNode capabilities) {
    /** The key of the tasks extension. */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    public static final ClientAbilities NONE =
            new ClientAbilities(JsonNodeFactory.instance.objectNode());

    /** Whether it can show a form to a person: declared as such, or without a mode as in earlier revisions. */
    public boolean elicitsByForm() {
        JsonNode elicitation = capabilities.path("elicitation");
        return elicitation.isObject() && (elicitation.has("form") || !elicitation.has("url"));
    }

    /** Whether it accepts a task as an answer. */
    public boolean takesTasks() {
        return capabilities.path("extensions").has(TASKS);
    }

    /** Whether it can do what {@code request} asks for. */
    public boolean canDo(InputRequest request) {
        return switch (request.method()) {
            case "elicitation/create" -> elicitsByForm();
            case "sampling/createMessage" -> capabilities.path("sampling").isObject();
            case "roots/list" -> capabilities.path("roots").isObject();
            default -> false;
        };
    }

    /** Returns what it would have to declare for {@code request}. */
    public static ObjectNode required(InputRequest request) {
        ObjectNode required = JsonNodeFactory.instance.objectNode();
        required.putObject(request.method().substring(0, request.method().indexOf('/')));
        return required;
    }

    /** Returns what it would have to declare for tasks. */
    public static ObjectNode requiredForTasks() {
        ObjectNode required = JsonNodeFactory.instance.objectNode();
        required.putObject("extensions").putObject(TASKS);
        return required;
    }
}
