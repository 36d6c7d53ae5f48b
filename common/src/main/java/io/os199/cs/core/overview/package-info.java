/** The sections of a client's overview, each read by one statement. */
@NullMarked
package io.os199.cs.core.overview;

import org.jspecify.annotations.NullMarked;
