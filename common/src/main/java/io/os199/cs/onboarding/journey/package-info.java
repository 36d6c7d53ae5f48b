/** One client's story: its stages, milestones, contacts and what it experienced in each. */
@NullMarked
package io.os199.cs.onboarding.journey;

import org.jspecify.annotations.NullMarked;
