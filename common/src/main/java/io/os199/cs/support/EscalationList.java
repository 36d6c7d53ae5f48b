package io.os199.cs.support;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.EscalationListDao.Row;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationFigures;
import io.os199.cs.support.model.EscalationFilter;
import io.os199.cs.support.model.EscalationPosition;
import io.os199.cs.support.model.EscalationSummary;
import io.os199.cs.support.model.ResponseTimes;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Lists escalations in the order in which they need attention, and computes how well those of a period were handled.
 */
public final class EscalationList {
    /** The most clients named in the figures of a period. */
    public static final int MOST_REPEATED = 20;

    private static final String TIMES = Json.write(ResponseTimes.all());

    private final EscalationListDao dao;
    private final EscalationFilter filter;
    private final Instant at;

    /** @param at the instant at which the clocks are read; the same for all pages of a list */
    public EscalationList(Transaction tx, EscalationFilter filter, Instant at) {
        this.dao = tx.dao(EscalationListDao.class);
        this.filter = filter;
        this.at = at;
    }

    /** An escalation and its position in the list. */
    public record Listed(Escalation escalation, EscalationPosition position) {
        private static Listed of(Row row) {
            Escalation escalation = row.escalation();
            return new Listed(
                    escalation,
                    new EscalationPosition(
                            row.rank(), escalation.dueAt(), escalation.escalationId()));
        }
    }

    /**
     * Returns the escalations after a position: breached first, then at risk, on track and met; within each by due
     * time. At most {@code most}.
     */
    public List<Listed> after(@Nullable EscalationPosition position, int most) {
        return dao
                .page(
                        filter,
                        TIMES,
                        at,
                        position == null ? null : position.rank(),
                        position == null ? null : position.dueAt(),
                        position == null ? null : position.escalationId(),
                        LocalDate.ofInstant(at, ZoneOffset.UTC),
                        most)
                .stream()
                .map(Listed::of)
                .toList();
    }

    /** Counts the whole list. */
    public long count() {
        return dao.count(filter, TIMES, at);
    }

    /** Summarizes the unsolved escalations of the filter's client and severity; the filter's status is ignored. */
    public EscalationSummary summary() {
        EscalationListDao.Summary found = dao.summary(filter, at);
        return new EscalationSummary(
                found.openCount(),
                found.bySeverity(),
                found.byStatus(),
                found.breachedOpenCount(),
                found.arrAffectedAmount());
    }

    /** Computes the figures of the escalations of the filter's client and severity since {@code from}. */
    public EscalationFigures figures(Instant from) {
        EscalationListDao.Figures found = dao.figures(filter, TIMES, from, at, MOST_REPEATED);
        return new EscalationFigures(
                found.openedCount(),
                found.acknowledgeDecidedCount(),
                found.acknowledgeMetCount(),
                found.resolveDecidedCount(),
                found.resolveMetCount(),
                found.resolvedCount(),
                found.reopenedCount(),
                found.medianResolveHours(),
                found.byRootCause(),
                found.repeatClients(),
                found.repeatedCount());
    }
}
