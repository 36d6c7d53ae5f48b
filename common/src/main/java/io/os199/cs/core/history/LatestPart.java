package io.os199.cs.core.history;

import io.os199.cs.core.overview.Bounded;
import io.os199.cs.platform.database.Part;

import java.util.List;

/** Reads the ten newest events of {@code :clientId} up to {@code :now}. */
public final class LatestPart {
    /** Events, newest first, and the total count. */
    public record Latest(List<EventRow> events, long totalCount) {
        /** Returns the events as one caller may see them. */
        public Bounded<TimelineItem> shown(boolean seesPersonalData) {
            return new Bounded<>(
                    events.stream().map(event -> event.shown(seesPersonalData)).toList(),
                    totalCount);
        }
    }

    public static final Part<Latest> READ =
            new Part<>(
                    "activity",
                    Latest.class,
                    """
                    select coalesce(json_agg(event), '[]') as events,
                        (select count(*) from timeline_events
                         where client_id = :clientId and occurred_at <= :now) as total_count
                    from (
                    """
                            + TimelineReadDao.COLUMNS
                            + """
                            where e.client_id = :clientId and e.occurred_at <= :now
                            order by e.occurred_at desc, e.event_id desc
                            limit 10
                            ) event
                            """);

    private LatestPart() {}
}
