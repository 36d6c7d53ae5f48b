/**
 * Gatling, in a separate process: people's assistants that call the reading tools. The answers are handed back as
 * {@link io.os199.cs.benchmarks.load.Answered}.
 */
@NullMarked
package io.os199.cs.benchmarks.load;

import org.jspecify.annotations.NullMarked;
