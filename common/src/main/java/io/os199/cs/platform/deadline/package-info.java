/** Ends of what takes too long, at which nothing has to wake as long as nothing does. */
@NullMarked
package io.os199.cs.platform.deadline;

import org.jspecify.annotations.NullMarked;
