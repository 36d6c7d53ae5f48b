/** Records of the use of the product, and what holds for a line of it. */
@NullMarked
package io.os199.cs.usage.model;

import org.jspecify.annotations.NullMarked;
