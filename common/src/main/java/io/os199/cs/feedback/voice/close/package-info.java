/** Tells customers what was done about their feedback. */
@NullMarked
package io.os199.cs.feedback.voice.close;

import org.jspecify.annotations.NullMarked;
