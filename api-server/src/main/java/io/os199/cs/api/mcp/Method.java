package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers the requests of one method, in both eras. */
@FunctionalInterface
interface Method {
    /** The result without what only one era adds; {@link RpcException} for a protocol error. */
    ObjectNode answer(Exchange exchange);
}
