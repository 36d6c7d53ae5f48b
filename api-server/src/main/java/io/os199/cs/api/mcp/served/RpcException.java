package io.os199.cs.api.mcp.served;

/** Ends the handling of a message with a protocol error. */
public final class RpcException extends RuntimeException {
    private final transient RpcError error;

    public RpcException(RpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public RpcError error() {
        return error;
    }
}
