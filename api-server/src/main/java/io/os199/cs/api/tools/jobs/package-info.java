/** The tools that watch and stop jobs. */
@NullMarked
package io.os199.cs.api.tools.jobs;

import org.jspecify.annotations.NullMarked;
