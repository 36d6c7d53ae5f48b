/** Contracts that come to their end: what is due, how likely it stays, and what is foreseen. */
@NullMarked
package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.NullMarked;
