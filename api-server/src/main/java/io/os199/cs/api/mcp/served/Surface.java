package io.os199.cs.api.mcp.served;

import org.jspecify.annotations.Nullable;

/**
 * The part of the server that a path shows: {@code /mcp} all of it, {@code /mcp/readonly} what only reads,
 * {@code /mcp/x/NAME} one toolset.
 *
 * @param toolset absent: all
 */
public record Surface(@Nullable String toolset, boolean readOnly) {
    public static final Surface ALL = new Surface(null, false);

    public static final Surface READ_ONLY = new Surface(null, true);

    public static Surface ofToolset(String name) {
        return new Surface(name, false);
    }
}
