/** Renewals, opportunities and what they bring. */
@NullMarked
package io.os199.cs.expansion;

import org.jspecify.annotations.NullMarked;
