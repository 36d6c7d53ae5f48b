/** The roadmap, and the feedback behind its items. */
@NullMarked
package io.os199.cs.feedback.voice.roadmap;

import org.jspecify.annotations.NullMarked;
