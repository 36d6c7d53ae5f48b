/** The definition of a tool: its declaration, its schemas, and the single path that every call takes. */
@NullMarked
package io.os199.cs.api.tool;

import org.jspecify.annotations.NullMarked;
