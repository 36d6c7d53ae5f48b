/** Ranks the portfolio into value tiers, and keeps each client's. */
@NullMarked
package io.os199.cs.health.tiers;

import org.jspecify.annotations.NullMarked;
