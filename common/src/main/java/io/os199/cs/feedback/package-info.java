/** The voice of the customer and what is done with it. */
@NullMarked
package io.os199.cs.feedback;

import org.jspecify.annotations.NullMarked;
