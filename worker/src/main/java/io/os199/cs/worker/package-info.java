/** The worker process: what happens later. */
@NullMarked
package io.os199.cs.worker;

import org.jspecify.annotations.NullMarked;
