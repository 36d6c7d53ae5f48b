/** What communication with a client is; no I/O. */
@NullMarked
package io.os199.cs.communication.model;

import org.jspecify.annotations.NullMarked;
