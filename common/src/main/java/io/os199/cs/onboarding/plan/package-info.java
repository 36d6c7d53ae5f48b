/** Onboarding plans: what they are made from and how they are maintained. */
@NullMarked
package io.os199.cs.onboarding.plan;

import org.jspecify.annotations.NullMarked;
