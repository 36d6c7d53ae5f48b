/**
 * Gatling, in a process of its own: people's assistants that call the tools which read. What they were answered is handed back as
 * {@link io.os199.cs.benchmarks.load.Answered}.
 */
@NullMarked
package io.os199.cs.benchmarks.load;

import org.jspecify.annotations.NullMarked;
