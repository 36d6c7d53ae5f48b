/** The ledger of recurring revenue, summed up in one report. */
@NullMarked
package io.os199.cs.expansion.report;

import org.jspecify.annotations.NullMarked;
