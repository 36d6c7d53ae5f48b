/** Records of product use, and what applies to its lines. */
@NullMarked
package io.os199.cs.usage.model;

import org.jspecify.annotations.NullMarked;
