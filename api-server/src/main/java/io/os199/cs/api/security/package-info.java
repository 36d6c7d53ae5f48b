/** Who calls, and what they are allowed to do. */
@NullMarked
package io.os199.cs.api.security;

import org.jspecify.annotations.NullMarked;
