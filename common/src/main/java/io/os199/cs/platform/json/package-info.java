/** The one JSON form of the product. */
@NullMarked
package io.os199.cs.platform.json;

import org.jspecify.annotations.NullMarked;
