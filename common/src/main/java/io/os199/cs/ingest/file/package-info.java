/** Reads files: bytes to records, records to rows whose cells PostgreSQL understands. */
@NullMarked
package io.os199.cs.ingest.file;

import org.jspecify.annotations.NullMarked;
