/** What can be served over the protocol: interfaces that the product's tools, prompts and resources implement. */
@NullMarked
package io.os199.cs.api.mcp.served;

import org.jspecify.annotations.NullMarked;
