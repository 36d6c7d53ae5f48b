/** Files of rows come in: received, staged, checked, merged; and go out again. */
@NullMarked
package io.os199.cs.ingest;

import org.jspecify.annotations.NullMarked;
