/** Calls to services outside: the only way out of the processes, with its limits, figures and spans. */
@NullMarked
package io.os199.cs.platform.http;

import org.jspecify.annotations.NullMarked;
