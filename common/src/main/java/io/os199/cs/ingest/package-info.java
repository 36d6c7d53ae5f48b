/** Files of rows come in, being received, staged, checked and merged, and go out again. */
@NullMarked
package io.os199.cs.ingest;

import org.jspecify.annotations.NullMarked;
