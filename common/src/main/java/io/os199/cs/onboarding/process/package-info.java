/** How onboarding goes across clients. */
@NullMarked
package io.os199.cs.onboarding.process;

import org.jspecify.annotations.NullMarked;
