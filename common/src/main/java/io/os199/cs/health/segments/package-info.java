/** Splits the portfolio into segments, and keeps who is in which. */
@NullMarked
package io.os199.cs.health.segments;

import org.jspecify.annotations.NullMarked;
