package io.os199.cs.support.ticket;

import io.os199.cs.support.model.TicketPriority;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads of what is promised, and of when support is open. */
interface TicketSlaDao {
    /** An interval of a weekday, in seconds after midnight. */
    record Hours(int day, int opens, int closes) {}

    /** A calendar; its lists are JSON. */
    record Calendar(String timeZone, @Json List<Hours> hours, @Json List<LocalDate> holidays) {}

    @SqlQuery(
            """
            select c.time_zone,
                (select coalesce(
                    jsonb_agg(
                        jsonb_build_object('day', h.iso_weekday, 'opens', extract(epoch from h.opens)::int,
                            'closes', extract(epoch from h.closes)::int)
                        order by h.iso_weekday, h.opens), '[]')
                 from calendar_hours h
                 where h.calendar_id = c.calendar_id) as hours,
                (select coalesce(jsonb_agg(d.day order by d.day), '[]')
                 from calendar_holidays d
                 where d.calendar_id = c.calendar_id) as holidays
            from business_calendars c
            where c.calendar_id = :calendarId
            """)
    @RegisterConstructorMapper(Calendar.class)
    Optional<Calendar> calendar(String calendarId);

    /** The promise for a priority to a client's tier; without a calendar the clock always runs. */
    record Policy(int firstResponseMinutes, int resolutionMinutes, @Nullable String calendarId) {}

    @SqlQuery(
            """
            select p.first_response_minutes, p.resolution_minutes,
                case p.calendar when 'business_hours' then p.calendar_id end as calendar_id
            from clients c
            join sla_policies p on p.tier = c.tier and p.priority = :priority
            where c.client_id = :clientId
            """)
    @RegisterConstructorMapper(Policy.class)
    Optional<Policy> policy(TicketPriority priority, String clientId);
}
