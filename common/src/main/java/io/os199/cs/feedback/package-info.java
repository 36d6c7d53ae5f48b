/** The customer's voice and what becomes of it. */
@NullMarked
package io.os199.cs.feedback;

import org.jspecify.annotations.NullMarked;
