/** The tools for expansion and revenue. */
@NullMarked
package io.os199.cs.api.tools.expansion;

import org.jspecify.annotations.NullMarked;
