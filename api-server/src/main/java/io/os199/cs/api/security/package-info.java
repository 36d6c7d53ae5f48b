/** Who calls, and what they may. */
@NullMarked
package io.os199.cs.api.security;

import org.jspecify.annotations.NullMarked;
