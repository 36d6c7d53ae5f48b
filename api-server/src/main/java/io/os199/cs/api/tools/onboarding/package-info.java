/** Tools for onboarding and training. */
@NullMarked
package io.os199.cs.api.tools.onboarding;

import org.jspecify.annotations.NullMarked;
