package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.NewTicket;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The parameters of {@code handle_support_ticket}. */
public record TicketInput(
        @Default("create") Action action,
        @Nullable
                @Actions(
                        value = {
                            "get",
                            "update",
                            "resolve",
                            "close",
                            "escalate",
                            "reopen",
                            "add_comment",
                            "rate"
                        },
                        requiredBy = {
                            "get",
                            "update",
                            "resolve",
                            "close",
                            "escalate",
                            "reopen",
                            "add_comment",
                            "rate"
                        })
                @Size(min = 1, max = 200)
                String ticketId,
        @Nullable
                @Actions(
                        value = {"update", "resolve", "close", "escalate", "reopen"},
                        requiredBy = {"update", "resolve", "close", "escalate", "reopen"})
                @Min(1)
                Integer version,
        @Nullable
                @Actions(
                        value = {"create", "list"},
                        requiredBy = "create")
                String clientId,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 500)
                String subject,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 50_000)
                String description,
        @Nullable @Actions({"create", "update", "list"}) TicketPriority priority,
        @Nullable @Actions({"create", "update", "list"}) TicketCategory category,
        @Nullable @Actions("create") @Email @Size(max = 254) String requesterEmail,
        @Nullable @Actions({"create", "update", "list", "add_comment"}) @Size(min = 1, max = 254)
                String assignedAgent,
        @Nullable @Actions({"update", "list"}) TicketStatus status,
        @Nullable @Actions(value = "resolve", requiredBy = "resolve") @Size(min = 1, max = 10_000)
                String resolutionNotes,
        @Nullable @Actions({"add_comment", "update", "resolve"}) @Size(min = 1, max = 50_000)
                String internalNotes,
        @Nullable @Actions({"add_comment", "update", "resolve"}) @Size(min = 1, max = 50_000)
                String customerVisibleNotes,
        @Default(value = "agent", listed = false) @Actions("add_comment") Author authorType,
        @Nullable @Actions(value = "rate", requiredBy = "rate") @Min(1) @Max(5)
                Integer satisfactionRating,
        @Nullable @Actions("rate") @Size(min = 1, max = 2_000) String satisfactionComment,
        @Nullable @Actions(value = "escalate", requiredBy = "escalate") @Size(min = 1, max = 1_000)
                String escalationReason,
        @Nullable @Actions({"create", "update"}) @Size(max = 20)
                List<@Size(min = 1, max = 50) String> tags,
        @Nullable @Actions("create") @Size(min = 1, max = 60) String followUpOf,
        @Nullable @Actions("list") ClockState slaState,
        @Nullable @Actions("list") @Size(min = 1, max = 80) String team,
        @Nullable @Actions("list") @Size(min = 1, max = 200) String text,
        @Default(value = "20", listed = false) @Actions("list") @Min(1) @Max(200) int limit,
        @Nullable @Actions({"list", "get"}) @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false)
                @Actions({
                    "create",
                    "update",
                    "resolve",
                    "close",
                    "escalate",
                    "reopen",
                    "add_comment",
                    "rate"
                })
                boolean dryRun,
        @Nullable
                @Actions({
                    "create",
                    "update",
                    "resolve",
                    "close",
                    "escalate",
                    "reopen",
                    "add_comment"
                })
                @Size(max = 400)
                String confirmationToken,
        @Nullable
                @Actions({
                    "create",
                    "update",
                    "resolve",
                    "close",
                    "escalate",
                    "reopen",
                    "add_comment",
                    "rate"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    private static final int LONGEST_TEXT = 50_000;

    /** The action to perform. */
    public enum Action {
        CREATE,
        GET,
        LIST,
        UPDATE,
        RESOLVE,
        CLOSE,
        ESCALATE,
        REOPEN,
        ADD_COMMENT,
        RATE
    }

    /** The author of the comment that is added. */
    public enum Author {
        AGENT,
        CUSTOMER
    }

    NewTicket toTicket(String client) {
        return new NewTicket(
                client,
                UntrustedText.name(Objects.requireNonNull(subject)),
                kept(Objects.requireNonNull(description)),
                Objects.requireNonNullElse(priority, TicketPriority.P3),
                Objects.requireNonNullElse(category, TicketCategory.TECHNICAL_ISSUE),
                requesterEmail == null ? null : requesterEmail.strip().toLowerCase(Locale.ROOT),
                assignedAgent,
                shownTags(),
                followUpOf);
    }

    TicketChange toChange() {
        return new TicketChange(
                Objects.requireNonNull(ticketId),
                version,
                status,
                priority,
                category,
                assignedAgent,
                tags == null ? null : shownTags(),
                resolutionNotes == null ? null : kept(resolutionNotes),
                note(),
                escalationReason == null ? null : kept(escalationReason));
    }

    private TicketChange.@Nullable Note note() {
        boolean isOfCustomer = authorType == Author.CUSTOMER;
        if (customerVisibleNotes != null) {
            return new TicketChange.Note(isOfCustomer, true, kept(customerVisibleNotes));
        }
        return internalNotes == null
                ? null
                : new TicketChange.Note(isOfCustomer, false, kept(internalNotes));
    }

    /** Whether an agent writes to the customer. */
    boolean writesToCustomer() {
        return customerVisibleNotes != null && authorType == Author.AGENT;
    }

    private List<String> shownTags() {
        return tags == null ? List.of() : tags.stream().map(UntrustedText::tag).distinct().toList();
    }

    static String kept(String text) {
        return UntrustedText.of(text, LONGEST_TEXT).text();
    }
}
