/** Reads clients' timelines. */
@NullMarked
package io.os199.cs.core.history;

import org.jspecify.annotations.NullMarked;
