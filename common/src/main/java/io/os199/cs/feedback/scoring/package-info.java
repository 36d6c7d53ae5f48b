/** Reads feedback that was stored unread. */
@NullMarked
package io.os199.cs.feedback.scoring;

import org.jspecify.annotations.NullMarked;
