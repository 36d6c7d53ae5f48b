/** What a client, its contracts and its history are; no I/O. */
@NullMarked
package io.os199.cs.core.model;

import org.jspecify.annotations.NullMarked;
