/** Bodies and files that come packed. */
@NullMarked
package io.os199.cs.platform.packing;

import org.jspecify.annotations.NullMarked;
