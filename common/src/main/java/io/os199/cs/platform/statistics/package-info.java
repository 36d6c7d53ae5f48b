/** Formulas that several features show. */
@NullMarked
package io.os199.cs.platform.statistics;

import org.jspecify.annotations.NullMarked;
