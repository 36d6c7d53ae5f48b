/** Mixpanel: what people do in the product. */
@NullMarked
package io.os199.cs.integration.mixpanel;

import org.jspecify.annotations.NullMarked;
