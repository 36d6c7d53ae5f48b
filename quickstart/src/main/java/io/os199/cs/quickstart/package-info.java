/** {@code ./cs-mcp up}: database, cache, demo company and both processes on one machine. */
@NullMarked
package io.os199.cs.quickstart;

import org.jspecify.annotations.NullMarked;
