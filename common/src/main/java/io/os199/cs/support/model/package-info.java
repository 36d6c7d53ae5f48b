/** What an escalation is and by when it has to be dealt with; no I/O. */
@NullMarked
package io.os199.cs.support.model;

import org.jspecify.annotations.NullMarked;
