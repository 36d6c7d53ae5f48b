/** Lessons from clients that left: which signs could be seen, and what was not done. */
@NullMarked
package io.os199.cs.retention.postmortem;

import org.jspecify.annotations.NullMarked;
