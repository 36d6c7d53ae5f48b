/** Training sessions of clients: who is invited, who came, who passed, and what that makes them eligible for. */
@NullMarked
package io.os199.cs.onboarding.training;

import org.jspecify.annotations.NullMarked;
