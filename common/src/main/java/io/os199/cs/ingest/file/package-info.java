/** Reads files: turns bytes into records, and records into rows whose cells PostgreSQL understands. */
@NullMarked
package io.os199.cs.ingest.file;

import org.jspecify.annotations.NullMarked;
