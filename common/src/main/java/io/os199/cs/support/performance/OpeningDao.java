package io.os199.cs.support.performance;

import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Reads when tickets are opened, in the local time of a zone. */
@PlannedForItsValues
interface OpeningDao {
    /** How many of the tickets opened in an hour of the day, 0 to 23, were not answered or not resolved in time. */
    record LateHour(int hour, long firstResponseCount, long resolutionCount) {}

    /** Returns the late ones whose clock was decided in a period. */
    @SqlQuery(
            """
            select extract(hour from t.opened_at at time zone :zone)::int as hour,
                count(*) filter (where d.clock = 'first_response') as first_response_count,
                count(*) filter (where d.clock = 'resolution') as resolution_count
            from tickets t
            """
                    + FamilyDao.DECISIONS
                    + """
                    where d.at >= :first and d.at < :last and d.is_met is not true and
                    """
                    + FamilyDao.UNDECIDED
                    + "and "
                    + FamilyDao.OF_SCOPE
                    + "group by 1 order by 1")
    @RegisterConstructorMapper(LateHour.class)
    List<LateHour> late(
            @BindMethods TicketScope scope, Instant first, Instant last, Instant cut, String zone);

    /** How many tickets were opened on a weekday, 1 for Monday, in a block of two hours, 0 to 11. */
    record Cell(int weekday, int block, long openedCount) {}

    @SqlQuery(
            """
            select extract(isodow from o.at)::int as weekday, (extract(hour from o.at)::int / 2) as block,
                count(*) as opened_count
            from tickets t
            cross join lateral (select t.opened_at at time zone :zone as at) o
            where t.opened_at >= :start and t.opened_at < :end and
            """
                    + FamilyDao.OF_SCOPE
                    + "group by 1, 2 order by 1, 2")
    @RegisterConstructorMapper(Cell.class)
    List<Cell> weekdays(@BindMethods TicketScope scope, Instant start, Instant end, String zone);

    /** Returns the calendars used by the clocks of a period's tickets; clocks that always run have none. */
    @SqlQuery(
            """
            select coalesce(c.name, '24x7')
            from (
                select distinct t.calendar_id
                from tickets t
                where t.first_response_target_minutes is not null and t.opened_at < :end
                    and (t.opened_at >= :start or t.resolved_at >= :start or t.first_response_at >= :start) and
            """
                    + FamilyDao.OF_SCOPE
                    + """
                    ) u
                    left join business_calendars c on c.calendar_id = u.calendar_id
                    order by 1
                    limit 5
                    """)
    List<String> calendars(@BindMethods TicketScope scope, Instant start, Instant end);
}
