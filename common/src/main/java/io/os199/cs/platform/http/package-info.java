/** Calls to external services: the only way out of the processes, with its limits, metrics and spans. */
@NullMarked
package io.os199.cs.platform.http;

import org.jspecify.annotations.NullMarked;
