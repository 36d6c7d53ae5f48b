/** How onboarding gets on: one plan with its team, and all that are under way. */
@NullMarked
package io.os199.cs.onboarding.progress;

import org.jspecify.annotations.NullMarked;
