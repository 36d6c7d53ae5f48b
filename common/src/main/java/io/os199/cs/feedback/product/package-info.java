/** Which parts of the product clients use, and what they say about them. */
@NullMarked
package io.os199.cs.feedback.product;

import org.jspecify.annotations.NullMarked;
