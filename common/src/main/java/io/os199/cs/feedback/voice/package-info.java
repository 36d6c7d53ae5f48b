/** The voice-of-customer program: what its reports, loops and figures share. */
@NullMarked
package io.os199.cs.feedback.voice;

import org.jspecify.annotations.NullMarked;
