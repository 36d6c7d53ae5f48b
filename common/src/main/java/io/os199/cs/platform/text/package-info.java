/** Text that people wrote: cleaning and masking. */
@NullMarked
package io.os199.cs.platform.text;

import org.jspecify.annotations.NullMarked;
