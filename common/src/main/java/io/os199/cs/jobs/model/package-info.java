/** The states of a job, and pure rules about them. */
@NullMarked
package io.os199.cs.jobs.model;

import org.jspecify.annotations.NullMarked;
