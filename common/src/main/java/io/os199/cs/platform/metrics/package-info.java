/** What the admin port answers: figures to Prometheus, and probes. */
@NullMarked
package io.os199.cs.platform.metrics;

import org.jspecify.annotations.NullMarked;
