/** The tools on health and segments. */
@NullMarked
package io.os199.cs.api.tools.health;

import org.jspecify.annotations.NullMarked;
