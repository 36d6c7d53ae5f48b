package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.TaskStore;

import java.util.HashMap;
import java.util.Map;

/**
 * The tasks extension, {@code io.modelcontextprotocol/tasks}: a draft (SEP-2663). Only this class and the outcome
 * {@link Outcome.TaskBegun} know it.
 */
final class TaskMethods {
    private static final int LONGEST_ID = 200;

    private final TaskStore tasks;

    TaskMethods(Catalogue catalogue) {
        this.tasks = catalogue.tasks();
    }

    Outcome get(Exchange exchange) {
        return Outcome.of(tasks.find(taskId(exchange), exchange).orElseThrow(TaskMethods::unknown));
    }

    Outcome update(Exchange exchange) {
        JsonNode sent = exchange.params().path("inputResponses");
        if (!sent.isObject()) {
            throw new RpcException(RpcError.invalidParams("inputResponses must be an object"));
        }
        Map<String, JsonNode> responses = new HashMap<>();
        sent.properties().forEach(each -> responses.put(each.getKey(), each.getValue()));
        return acknowledged(tasks.update(taskId(exchange), responses, exchange));
    }

    Outcome cancel(Exchange exchange) {
        return acknowledged(tasks.cancel(taskId(exchange), exchange));
    }

    private static Outcome acknowledged(boolean known) {
        if (!known) {
            throw unknown();
        }
        return Outcome.of(JsonNodeFactory.instance.objectNode());
    }

    private static String taskId(Exchange exchange) {
        if (!exchange.client().takesTasks()) {
            throw new RpcException(
                    RpcError.missingCapability(
                            "declare the extension " + ClientAbilities.TASKS + " with this request",
                            ClientAbilities.requiredForTasks()));
        }
        String taskId = exchange.params().path("taskId").textValue();
        if (taskId == null || taskId.length() > LONGEST_ID) {
            throw unknown();
        }
        return taskId;
    }

    private static RpcException unknown() {
        return new RpcException(
                RpcError.invalidParams("there is no such task of yours; tasks are kept 24 hours"));
    }
}
