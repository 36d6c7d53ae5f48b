/** Contracts that come up for renewal: what is due, how likely it is to stay, and what is forecast. */
@NullMarked
package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.NullMarked;
