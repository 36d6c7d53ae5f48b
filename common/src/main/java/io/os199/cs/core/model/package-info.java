/** The model of clients, their contracts and their history; no I/O. */
@NullMarked
package io.os199.cs.core.model;

import org.jspecify.annotations.NullMarked;
