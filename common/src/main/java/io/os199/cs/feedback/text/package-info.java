/** Reads customers' texts once and keeps the result with them. */
@NullMarked
package io.os199.cs.feedback.text;

import org.jspecify.annotations.NullMarked;
