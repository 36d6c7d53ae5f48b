/** Onboarding plans, training, and the time a client takes to its first value. */
@NullMarked
package io.os199.cs.onboarding;

import org.jspecify.annotations.NullMarked;
