/** Identifiers of rows. */
@NullMarked
package io.os199.cs.platform.ids;

import org.jspecify.annotations.NullMarked;
