package io.os199.cs.api.tools.support;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.OfEitherSide;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Knowledge;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.ClockedTicket;
import io.os199.cs.support.ticket.TicketHistory;
import io.os199.cs.support.ticket.TicketHistory.StatusChange;
import io.os199.cs.support.ticket.TicketList;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One ticket with its clocks and comments, or a list.
 *
 * @param sla absent where nothing was promised for the ticket
 * @param allowedNext the statuses that a write may lead to from here
 * @param followUpTicketId the ticket that a customer's comment on a closed one has opened
 * @param possibleDuplicateOf unsolved tickets of the last day from the same person with the same subject
 * @param relatedArticles up to three articles, published for this customer, that may answer the ticket
 * @param isDryRun whether this only reports what would happen
 */
public record TicketAnswer(
        @Nullable TicketView ticket,
        @Nullable SlaView sla,
        @JsonUnwrapped @Nullable History history,
        @JsonUnwrapped @Nullable Items list,
        @Nullable List<TicketStatus> allowedNext,
        @Nullable String followUpTicketId,
        @Nullable List<String> possibleDuplicateOf,
        @Nullable String nextCursor,
        @Nullable List<Related> relatedArticles,
        @Nullable List<Recommendation> recommendations,
        @Nullable List<Truncation> truncated,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps) {
    private static final int LONGEST_COMMENT = 1_000;

    /** The comments and status changes of one ticket, the newest first. */
    public record History(
            @Nullable List<Comment> comments,
            @Nullable Long commentCount,
            @Nullable List<StatusChange> statusChanges) {}

    /** Tickets ordered by when something is due. */
    public record Items(
            @Nullable List<TicketView> items, @Nullable Long totalCount, @Nullable Counts counts) {}

    /**
     * A comment.
     *
     * @param isUnsent true where the system that owns the ticket never accepted it
     * @param untrusted whether it may be in a customer's words
     */
    public record Comment(
            String commentId,
            String authorType,
            @Nullable @Personal(Personal.Kind.NAME) String authorName,
            boolean isPublic,
            @Nullable Boolean isUnsent,
            Instant at,
            boolean untrusted,
            @Personal(Personal.Kind.TEXT) String contentText,
            @Nullable Boolean truncated)
            implements OfEitherSide {
        @Override
        public boolean ofColleague() {
            return authorType.equals("agent");
        }

        static Comment of(TicketHistory.Comment comment) {
            UntrustedText content = UntrustedText.of(comment.contentText(), LONGEST_COMMENT);
            String author = comment.authorName();
            return new Comment(
                    comment.commentId(),
                    comment.authorType(),
                    author == null ? null : UntrustedText.name(author),
                    comment.isPublic(),
                    comment.isUnsent() ? true : null,
                    comment.at(),
                    true,
                    content.text(),
                    content.truncated() ? true : null);
        }
    }

    /** The ticket counts of the whole list; by state of those with a clock. */
    public record Counts(
            List<OfStatus> byStatus, List<OfState> byFirstResponse, List<OfState> byResolution) {
        static Counts of(TicketList.Counts counts) {
            return new Counts(
                    counts.byStatus().entrySet().stream()
                            .map(each -> new OfStatus(each.getKey(), each.getValue()))
                            .toList(),
                    states(counts.byFirstResponse()),
                    states(counts.byResolution()));
        }

        private static List<OfState> states(Map<ClockState, Long> counts) {
            return counts.entrySet().stream()
                    .map(each -> new OfState(each.getKey(), each.getValue()))
                    .toList();
        }
    }

    /**
     * An article that may answer the ticket.
     *
     * @param relevanceRate how well its words and title match the subject, as recommended by manage_knowledge_base
     */
    public record Related(String articleId, String title, BigDecimal relevanceRate) {
        static Related of(Knowledge.Found found) {
            return new Related(
                    found.article().articleId(),
                    UntrustedText.name(found.article().title()),
                    Rounded.rate(found.score()));
        }
    }

    /** Tickets of a status. */
    public record OfStatus(TicketStatus status, long ticketCount) {}

    /** Tickets whose clock is in a state. */
    public record OfState(ClockState state, long ticketCount) {}

    /** The answer for a ticket that was written. */
    static TicketAnswer written(
            ClockedTicket stored,
            @Nullable String followUpTicketId,
            @Nullable List<String> possibleDuplicateOf,
            boolean isDryRun,
            Instant now) {
        return new TicketAnswer(
                TicketView.whole(stored.ticket()),
                sla(stored, now),
                null,
                null,
                stored.ticket().next(now),
                followUpTicketId,
                possibleDuplicateOf,
                null,
                null,
                null,
                null,
                isDryRun ? true : null,
                now,
                gaps(stored));
    }

    /** The answer for a ticket that was read; its comments may be truncated to the budget. */
    static TicketAnswer read(
            ClockedTicket stored,
            History history,
            @Nullable List<Related> relatedArticles,
            @Nullable String nextCursor,
            @Nullable List<Truncation> truncated,
            Instant now) {
        return new TicketAnswer(
                TicketView.whole(stored.ticket()),
                sla(stored, now),
                history,
                null,
                stored.ticket().next(now),
                null,
                null,
                nextCursor,
                relatedArticles,
                TicketAdvice.of(stored, now),
                truncated,
                null,
                now,
                gaps(stored));
    }

    static TicketAnswer listed(Items list, @Nullable String nextCursor, Instant now) {
        return new TicketAnswer(
                null,
                null,
                null,
                list,
                null,
                null,
                null,
                nextCursor,
                null,
                null,
                null,
                null,
                now,
                List.of());
    }

    private static @Nullable SlaView sla(ClockedTicket stored, Instant now) {
        return stored.clock() == null ? null : SlaView.of(stored.clock(), now);
    }

    private static List<DataGap> gaps(ClockedTicket stored) {
        return stored.clock() != null
                ? List.of()
                : List.of(
                        new DataGap(
                                "sla",
                                "no_policy",
                                "Import sla_policies; tickets opened after that have a clock."));
    }
}
