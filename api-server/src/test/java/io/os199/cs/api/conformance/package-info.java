/** The protocol edge against the official conformance suite: what the suite asks a server to serve, on three replicas. */
@NullMarked
package io.os199.cs.api.conformance;

import org.jspecify.annotations.NullMarked;
