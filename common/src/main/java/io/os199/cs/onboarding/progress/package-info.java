/** How onboarding is progressing: one plan with its team, and all plans under way. */
@NullMarked
package io.os199.cs.onboarding.progress;

import org.jspecify.annotations.NullMarked;
