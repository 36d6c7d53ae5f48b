/**
 * The protocol edge against the official conformance suite: everything that the suite requires of a server, on three
 * replicas.
 */
@NullMarked
package io.os199.cs.api.conformance;

import org.jspecify.annotations.NullMarked;
