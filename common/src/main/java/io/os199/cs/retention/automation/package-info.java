/** Rules that start campaigns by themselves when a sign appears. */
@NullMarked
package io.os199.cs.retention.automation;

import org.jspecify.annotations.NullMarked;
