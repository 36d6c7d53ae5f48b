package io.os199.cs.api.mcp.served;

import org.jspecify.annotations.Nullable;

/**
 * The part of the server that a path exposes: {@code /mcp} all of it, {@code /mcp/readonly} only what reads, {@code
 * /mcp/x/NAME} one toolset.
 *
 * @param toolset absent for all
 */
public record Surface(@Nullable String toolset, boolean readOnly) {
    public static final Surface ALL = new Surface(null, false);

    public static final Surface READ_ONLY = new Surface(null, true);

    public static Surface ofToolset(String name) {
        return new Surface(name, false);
    }
}
