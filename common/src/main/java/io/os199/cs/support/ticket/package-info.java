/** Tickets: opened, worked and closed against a clock that runs when support is open. */
@NullMarked
package io.os199.cs.support.ticket;

import org.jspecify.annotations.NullMarked;
