/** Measures what the product promises to be fast, on a PostgreSQL of its own; {@code benchmarks/README.md} has the figures. */
@NullMarked
package io.os199.cs.benchmarks;

import org.jspecify.annotations.NullMarked;
