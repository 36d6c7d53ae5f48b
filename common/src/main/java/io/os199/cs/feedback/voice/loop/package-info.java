/** The feedback still to be answered, and how fast the rest was. */
@NullMarked
package io.os199.cs.feedback.voice.loop;

import org.jspecify.annotations.NullMarked;
