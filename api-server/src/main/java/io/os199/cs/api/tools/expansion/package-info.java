/** The tools on expansion and revenue. */
@NullMarked
package io.os199.cs.api.tools.expansion;

import org.jspecify.annotations.NullMarked;
