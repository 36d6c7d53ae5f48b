package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcException;

/** Answers the requests of one method, in both eras. */
@FunctionalInterface
interface Method {
    /** Returns the outcome without what only one era adds; throws {@link RpcException} for a protocol error. */
    Outcome answer(Exchange exchange);
}
