/** Tools on support and self-service. */
@NullMarked
package io.os199.cs.api.tools.support;

import org.jspecify.annotations.NullMarked;
