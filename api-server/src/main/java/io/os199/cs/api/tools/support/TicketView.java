package io.os199.cs.api.tools.support;

import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.TicketList.Listed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A ticket as shown in answers.
 *
 * @param untrusted whether its texts are in a customer's words
 * @param tagsText may also be in a customer's words
 * @param descriptionText absent in lists
 * @param truncated whether one of its texts was shortened
 * @param resolutionText our own words
 * @param firstResponseState only in lists; a single ticket has its full clocks alongside
 */
record TicketView(
        String ticketId,
        @Nullable String externalId,
        TicketSource source,
        String clientId,
        String clientName,
        boolean untrusted,
        @Personal(Personal.Kind.TEXT) String subjectText,
        @Nullable @Personal(Personal.Kind.TEXT) String descriptionText,
        @Nullable Boolean truncated,
        TicketPriority priority,
        TicketCategory category,
        TicketStatus status,
        @Nullable String team,
        @Nullable String agentId,
        @Nullable String agentName,
        @Nullable @Personal(Personal.Kind.EMAIL) String requesterEmail,
        List<String> tagsText,
        Instant openedAt,
        @Nullable Instant firstResponseAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable @Personal(Personal.Kind.TEXT) String resolutionText,
        int reopenCount,
        @Nullable Instant escalatedAt,
        @Nullable Integer satisfactionRating,
        @Nullable @Personal(Personal.Kind.TEXT) String satisfactionCommentText,
        @Nullable String followUpOf,
        SyncState syncState,
        @Nullable ClockState firstResponseState,
        @Nullable ClockState resolutionState,
        @Nullable Instant dueAt,
        int version) {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_SUBJECT = 500;

    /** A single ticket, with its texts. */
    static TicketView whole(Ticket ticket) {
        return of(ticket, true, null, null, null);
    }

    /** A ticket of a list, with the states of its clocks. */
    static TicketView listed(Listed listed) {
        return of(
                listed.ticket(),
                false,
                listed.firstResponse(),
                listed.resolution(),
                listed.dueAt());
    }

    private static TicketView of(
            Ticket ticket,
            boolean texts,
            @Nullable ClockState firstResponse,
            @Nullable ClockState resolution,
            @Nullable Instant dueAt) {
        UntrustedText description = text(texts ? ticket.descriptionText() : null);
        UntrustedText solution = text(texts ? ticket.resolutionText() : null);
        UntrustedText comment = text(texts ? ticket.satisfactionCommentText() : null);
        boolean isCut =
                (description != null && description.truncated())
                        || (solution != null && solution.truncated())
                        || (comment != null && comment.truncated());
        return new TicketView(
                ticket.ticketId(),
                ticket.externalId(),
                ticket.source(),
                ticket.clientId(),
                ticket.clientName(),
                true,
                UntrustedText.of(ticket.subject(), LONGEST_SUBJECT).text(),
                description == null ? null : description.text(),
                isCut ? true : null,
                ticket.priority(),
                ticket.category(),
                ticket.status(),
                ticket.team(),
                ticket.agentId(),
                ticket.agentName() == null ? null : UntrustedText.name(ticket.agentName()),
                ticket.requesterEmail(),
                ticket.tags().stream().map(UntrustedText::tag).toList(),
                ticket.openedAt(),
                ticket.firstResponseAt(),
                ticket.resolvedAt(),
                ticket.closedAt(),
                solution == null ? null : solution.text(),
                ticket.reopenCount(),
                ticket.escalatedAt(),
                ticket.satisfaction(),
                comment == null ? null : comment.text(),
                ticket.followUpOf(),
                ticket.syncState(),
                firstResponse,
                resolution,
                dueAt,
                ticket.version());
    }

    private static @Nullable UntrustedText text(@Nullable String raw) {
        return raw == null ? null : UntrustedText.of(raw, LONGEST_TEXT);
    }
}
