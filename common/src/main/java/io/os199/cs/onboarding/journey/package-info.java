/** One client's story: its stages, milestones, contacts, and its experience in each stage. */
@NullMarked
package io.os199.cs.onboarding.journey;

import org.jspecify.annotations.NullMarked;
