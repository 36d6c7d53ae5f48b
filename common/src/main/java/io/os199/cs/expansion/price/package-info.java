/** What clients have bought, on which terms, and what more of it costs. */
@NullMarked
package io.os199.cs.expansion.price;

import org.jspecify.annotations.NullMarked;
