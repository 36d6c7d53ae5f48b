/** What is on the roadmap, and whose feedback stands behind it. */
@NullMarked
package io.os199.cs.feedback.voice.roadmap;

import org.jspecify.annotations.NullMarked;
