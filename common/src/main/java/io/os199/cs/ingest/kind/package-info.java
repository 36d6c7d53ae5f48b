/** The kinds of rows that can be imported: their columns, their checks, and where they go. */
@NullMarked
package io.os199.cs.ingest.kind;

import org.jspecify.annotations.NullMarked;
