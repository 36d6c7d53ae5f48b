package io.os199.cs.support.ticket;

import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketClock;

import org.jspecify.annotations.Nullable;

/**
 * A ticket with its clock.
 *
 * @param clock absent where nothing was promised for the ticket, since no policy covered it
 */
public record ClockedTicket(Ticket ticket, @Nullable TicketClock clock) {}
