/** What operators measure: how figures reach Prometheus. */
@NullMarked
package io.os199.cs.platform.metrics;

import org.jspecify.annotations.NullMarked;
