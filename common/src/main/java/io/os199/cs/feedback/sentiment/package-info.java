/** The sentiment of a text, by a list of words with rules; no text leaves the process. */
@NullMarked
package io.os199.cs.feedback.sentiment;

import org.jspecify.annotations.NullMarked;
