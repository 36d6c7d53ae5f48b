/**
 * Measures what the product promises to be fast, on a separate PostgreSQL; {@code benchmarks/README.md} has the
 * figures.
 */
@NullMarked
package io.os199.cs.benchmarks;

import org.jspecify.annotations.NullMarked;
