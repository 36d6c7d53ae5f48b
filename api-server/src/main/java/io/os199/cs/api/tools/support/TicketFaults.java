package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tools.support.TicketInput.Action;
import io.os199.cs.api.tools.support.TicketInput.Author;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Faults between arguments of the ticket tool. */
final class TicketFaults {
    private TicketFaults() {}

    static List<Fault> of(TicketInput input, Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        visible(faults, "subject", input.subject());
        visible(faults, "description", input.description());
        visible(faults, "resolution_notes", input.resolutionNotes());
        visible(faults, "internal_notes", input.internalNotes());
        visible(faults, "customer_visible_notes", input.customerVisibleNotes());
        visible(faults, "satisfaction_comment", input.satisfactionComment());
        visible(faults, "escalation_reason", input.escalationReason());
        boolean hasBoth = input.internalNotes() != null && input.customerVisibleNotes() != null;
        if (hasBoth) {
            faults.add(
                    new Fault(
                            "internal_notes",
                            "a call writes one note; send internal_notes and"
                                    + " customer_visible_notes in two calls",
                            "one of the two, the other in a call of its own"));
        }
        if (input.action() == Action.ADD_COMMENT) {
            comment(faults, input, unread);
        }
        if (input.action() == Action.UPDATE) {
            update(faults, input, unread);
        }
        return faults;
    }

    private static void comment(List<Fault> faults, TicketInput input, Set<String> unread) {
        boolean hasNone = input.internalNotes() == null && input.customerVisibleNotes() == null;
        if (hasNone && unread.stream().noneMatch(each -> each.endsWith("notes"))) {
            faults.add(
                    new Fault(
                            "customer_visible_notes",
                            "add_comment needs what was said; send customer_visible_notes or"
                                    + " internal_notes",
                            "customer_visible_notes or internal_notes"));
        }
        if (input.authorType() == Author.CUSTOMER && input.internalNotes() != null) {
            faults.add(
                    new Fault(
                            "internal_notes",
                            "a customer's word is no internal note; send customer_visible_notes",
                            "customer_visible_notes"));
        }
        if (input.authorType() == Author.CUSTOMER && input.assignedAgent() != null) {
            faults.add(
                    new Fault(
                            "assigned_agent",
                            "a customer's word has no agent as its author; leave it out, or send"
                                    + " author_type agent",
                            "absent, or author_type agent"));
        }
    }

    private static void update(List<Fault> faults, TicketInput input, Set<String> unread) {
        over(faults, input, TicketStatus.RESOLVED, "resolve");
        over(faults, input, TicketStatus.CLOSED, "close");
        boolean changesNothing =
                Stream.of(
                                input.status(),
                                input.priority(),
                                input.category(),
                                input.assignedAgent(),
                                input.tags(),
                                input.internalNotes(),
                                input.customerVisibleNotes())
                        .allMatch(each -> each == null);
        if (changesNothing && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "status",
                            "update",
                            "status, priority, category, assigned_agent, tags or a note"));
        }
    }

    private static void over(
            List<Fault> faults, TicketInput input, TicketStatus status, String action) {
        if (input.status() == status) {
            faults.add(
                    new Fault(
                            "status",
                            "update does not set status %s; send action %s"
                                    .formatted(WireName.of(status), action),
                            "action " + action));
        }
    }

    private static void visible(List<Fault> faults, String field, @Nullable String text) {
        if (text != null && TicketInput.kept(text).isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }
}
