/** How long a client takes to its first value, step by step. */
@NullMarked
package io.os199.cs.onboarding.value;

import org.jspecify.annotations.NullMarked;
