/** Where time goes, across processes: spans, and how they leave the process. */
@NullMarked
package io.os199.cs.platform.tracing;

import org.jspecify.annotations.NullMarked;
