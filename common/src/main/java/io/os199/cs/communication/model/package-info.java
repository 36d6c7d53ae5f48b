/** The model of communication with a client; no I/O. */
@NullMarked
package io.os199.cs.communication.model;

import org.jspecify.annotations.NullMarked;
