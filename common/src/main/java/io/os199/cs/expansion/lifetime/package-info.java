/** The value of clients over some years, and what would raise it. */
@NullMarked
package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.NullMarked;
