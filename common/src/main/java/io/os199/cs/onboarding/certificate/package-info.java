/** Certificates: what each level requires, who holds one, and what the others still lack. */
@NullMarked
package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.NullMarked;
