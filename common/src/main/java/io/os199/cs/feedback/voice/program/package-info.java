/** Whether the program works, and what to do about it. */
@NullMarked
package io.os199.cs.feedback.voice.program;

import org.jspecify.annotations.NullMarked;
