/** What clients are worth over some years, and what would make them worth more. */
@NullMarked
package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.NullMarked;
