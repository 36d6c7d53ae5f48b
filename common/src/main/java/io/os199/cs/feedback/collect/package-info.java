/** Collecting feedback and answers to surveys. */
@NullMarked
package io.os199.cs.feedback.collect;

import org.jspecify.annotations.NullMarked;
