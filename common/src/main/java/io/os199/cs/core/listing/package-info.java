/** Lists and ranks clients. */
@NullMarked
package io.os199.cs.core.listing;

import org.jspecify.annotations.NullMarked;
