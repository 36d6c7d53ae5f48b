/** Who may leave and who has, and what is done about it. */
@NullMarked
package io.os199.cs.retention;

import org.jspecify.annotations.NullMarked;
