/** What the ledger of recurring revenue says: ARR, its bridge, and what of it was kept. */
@NullMarked
package io.os199.cs.expansion.revenue;

import org.jspecify.annotations.NullMarked;
