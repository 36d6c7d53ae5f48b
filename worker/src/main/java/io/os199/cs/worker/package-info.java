/** The worker process: everything that is done later. */
@NullMarked
package io.os199.cs.worker;

import org.jspecify.annotations.NullMarked;
