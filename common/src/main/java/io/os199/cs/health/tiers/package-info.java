/** Ranks the portfolio into value tiers, and stores each client's tier. */
@NullMarked
package io.os199.cs.health.tiers;

import org.jspecify.annotations.NullMarked;
