/** The states of a job, and the pure rules on them. */
@NullMarked
package io.os199.cs.jobs.model;

import org.jspecify.annotations.NullMarked;
