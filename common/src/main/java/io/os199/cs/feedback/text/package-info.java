/** What customers write, read once and kept with it. */
@NullMarked
package io.os199.cs.feedback.text;

import org.jspecify.annotations.NullMarked;
