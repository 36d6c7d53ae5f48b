/** Builds the features once from the configuration; both processes call it. */
@NullMarked
package io.os199.cs.assembly;

import org.jspecify.annotations.NullMarked;
