/** Splits the portfolio into segments, and stores which clients are in which. */
@NullMarked
package io.os199.cs.health.segments;

import org.jspecify.annotations.NullMarked;
