/** Submits, runs, watches and cancels what takes longer than a person waits. */
@NullMarked
package io.os199.cs.jobs;

import org.jspecify.annotations.NullMarked;
