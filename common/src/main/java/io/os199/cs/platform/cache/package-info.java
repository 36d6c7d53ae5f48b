/** Answers kept in Redis for a while; everything works without it. */
@NullMarked
package io.os199.cs.platform.cache;

import org.jspecify.annotations.NullMarked;
