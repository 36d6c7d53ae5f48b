/** HTTP that is not MCP. */
@NullMarked
package io.os199.cs.api.web;

import org.jspecify.annotations.NullMarked;
