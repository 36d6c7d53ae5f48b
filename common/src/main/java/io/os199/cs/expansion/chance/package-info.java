/** How likely opportunities are won, from those that were. */
@NullMarked
package io.os199.cs.expansion.chance;

import org.jspecify.annotations.NullMarked;
