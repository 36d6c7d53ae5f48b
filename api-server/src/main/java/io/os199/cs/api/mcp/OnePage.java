package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

/** The paging of our lists, which have one page each. */
final class OnePage {
    private OnePage() {}

    /** Refuses a cursor, which cannot be one of ours; an empty one means the first page. */
    static void check(Exchange exchange) {
        JsonNode cursor = exchange.params().path("cursor");
        if (!cursor.isMissingNode() && !"".equals(cursor.textValue())) {
            throw new RpcException(
                    RpcError.invalidParams("the list has one page; leave out cursor"));
        }
    }
}
