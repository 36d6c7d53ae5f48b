package io.os199.cs.core.history;

import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** Reads timelines as one caller may see them, newest event first. */
public final class TimelineReader {
    private static final int MILESTONES = 20;
    private static final int SHORTEST_SILENCE_DAYS = 14;

    private final TimelineReadDao dao;
    private final boolean seesPersonalData;

    public TimelineReader(Transaction transaction, boolean seesPersonalData) {
        this.dao = transaction.dao(TimelineReadDao.class);
        this.seesPersonalData = seesPersonalData;
    }

    /** Returns at most {@code most} matching events, starting after {@code position}. */
    public List<TimelineItem> events(TimelineFilter filter, Position position, int most) {
        return shown(
                position.equals(Position.NEWEST)
                        ? dao.newest(filter, most)
                        : dao.after(filter, position.at(), position.eventId(), most));
    }

    public TimelineSummary summary(TimelineFilter filter) {
        return TimelineSummary.of(
                dao.groups(filter),
                dao.longestSilence(
                                filter.clientId(),
                                filter.periodStart(),
                                filter.periodEnd(),
                                SHORTEST_SILENCE_DAYS)
                        .orElse(null));
    }

    /** Returns the newest twenty matching milestones. */
    public List<TimelineItem> milestones(TimelineFilter filter) {
        return shown(dao.milestones(filter, MILESTONES));
    }

    private List<TimelineItem> shown(List<EventRow> rows) {
        return rows.stream().map(row -> row.shown(seesPersonalData)).toList();
    }

    /** The last event of a page: its instant as text, and its id. */
    public record Position(String at, String eventId) {
        /** The position before the first event. */
        public static final Position NEWEST = new Position("", "");
    }
}
