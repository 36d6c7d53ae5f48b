/** What the ledger of recurring revenue comes to, as one report. */
@NullMarked
package io.os199.cs.expansion.report;

import org.jspecify.annotations.NullMarked;
