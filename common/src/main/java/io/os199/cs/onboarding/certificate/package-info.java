/** Certificates: what each level asks for, who holds one, and what the others still lack. */
@NullMarked
package io.os199.cs.onboarding.certificate;

import org.jspecify.annotations.NullMarked;
