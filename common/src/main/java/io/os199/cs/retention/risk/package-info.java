/**
 * Signs that a client may leave: when they begin and end, what is known about a client's risk, and what to do about
 * it.
 */
@NullMarked
package io.os199.cs.retention.risk;

import org.jspecify.annotations.NullMarked;
