/** Which clients may leave, which have left, and what is done about it. */
@NullMarked
package io.os199.cs.retention;

import org.jspecify.annotations.NullMarked;
