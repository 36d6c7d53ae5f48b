/** What the processes log: one JSON object a line, or plain text for people. */
@NullMarked
package io.os199.cs.platform.logging;

import org.jspecify.annotations.NullMarked;
