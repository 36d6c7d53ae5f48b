/** Figures from the ledger of recurring revenue: ARR, its bridge, and how much of it was retained. */
@NullMarked
package io.os199.cs.expansion.revenue;

import org.jspecify.annotations.NullMarked;
