/** What an import is asked for, its state, and what it found wrong. */
@NullMarked
package io.os199.cs.ingest.model;

import org.jspecify.annotations.NullMarked;
