package io.os199.cs.api.mcp;

/** Ends the handling of a message with a protocol error; made and caught inside this package. */
final class RpcException extends RuntimeException {
    private final transient RpcError error;

    RpcException(RpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    RpcError error() {
        return error;
    }
}
