package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request of ours to the client.
 *
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 */
public record InputRequest(String method, ObjectNode params) {}
