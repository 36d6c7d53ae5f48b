/** The log of the processes: one JSON object per line, or plain text for people. */
@NullMarked
package io.os199.cs.platform.logging;

import org.jspecify.annotations.NullMarked;
