package io.os199.cs.api;

import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.assembly.Platform;

import java.util.List;

/** The toolsets in order: the product's table of contents. */
final class Toolsets {
    private Toolsets() {}

    static ToolRegistry of(Platform platform) {
        return new ToolRegistry(List.of());
    }
}
