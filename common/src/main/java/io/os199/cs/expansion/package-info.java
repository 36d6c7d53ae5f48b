/** Renewals, opportunities and the revenue they bring. */
@NullMarked
package io.os199.cs.expansion;

import org.jspecify.annotations.NullMarked;
