/** What the admin port serves: metrics for Prometheus, and probes. */
@NullMarked
package io.os199.cs.platform.metrics;

import org.jspecify.annotations.NullMarked;
