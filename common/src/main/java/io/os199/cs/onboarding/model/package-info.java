/** The model of onboarding; no I/O. */
@NullMarked
package io.os199.cs.onboarding.model;

import org.jspecify.annotations.NullMarked;
