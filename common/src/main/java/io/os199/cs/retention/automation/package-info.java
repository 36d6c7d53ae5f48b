/** Rules that start campaigns automatically when a sign appears. */
@NullMarked
package io.os199.cs.retention.automation;

import org.jspecify.annotations.NullMarked;
