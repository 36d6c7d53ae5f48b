/** The voice-of-customer program over the whole portfolio. */
@NullMarked
package io.os199.cs.feedback.voice.job;

import org.jspecify.annotations.NullMarked;
