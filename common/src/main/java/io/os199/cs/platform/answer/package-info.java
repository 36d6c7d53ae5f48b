/** The results of use cases: a value, or a refusal that says what to send instead. */
@NullMarked
package io.os199.cs.platform.answer;

import org.jspecify.annotations.NullMarked;
