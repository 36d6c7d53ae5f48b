/** The protocol edge: MCP over HTTP, both eras. */
@NullMarked
package io.os199.cs.api.mcp;

import org.jspecify.annotations.NullMarked;
