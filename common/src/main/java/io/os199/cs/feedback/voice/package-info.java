/** The voice-of-customer programme: what its reports, loops and figures share. */
@NullMarked
package io.os199.cs.feedback.voice;

import org.jspecify.annotations.NullMarked;
