/** Potential for growth: rules that find opportunities, and the findings as they are stored and shown. */
@NullMarked
package io.os199.cs.expansion.finding;

import org.jspecify.annotations.NullMarked;
