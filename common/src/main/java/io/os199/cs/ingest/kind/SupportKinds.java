package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.day;
import static io.os199.cs.ingest.file.Column.flag;
import static io.os199.cs.ingest.file.Column.json;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.texts;
import static io.os199.cs.ingest.file.Column.timeOfDay;
import static io.os199.cs.ingest.file.Column.whole;
import static io.os199.cs.ingest.file.Column.zone;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;

import java.util.List;

/** Who answers tickets, how soon, and when they work. */
final class SupportKinds {
    private static final int LONGEST_MINUTES = 60 * 24 * 365;

    /** The calendar that a row names, by its name or its id. */
    private static final String CALENDAR =
            """
            select b.calendar_id from business_calendars b
            where lower(b.name) = lower(s.business_calendar) or b.calendar_id = s.business_calendar
            order by b.calendar_id limit 1\
            """;

    private static final Check KNOWN_CALENDAR =
            Check.unknown(
                    "business_calendar",
                    "is no calendar's name; import business_calendars first",
                    CALENDAR);

    private SupportKinds() {}

    static List<Kind> all() {
        return List.of(agents(), calendars(), hours(), holidays(), policies());
    }

    private static Kind agents() {
        Layout layout =
                Layout.of(
                        address("email").required(),
                        named("name", 200).required(),
                        named("team", 100).required(),
                        choice("seniority", "standard", "senior"),
                        texts("skills", 50, 100),
                        whole("max_open_tickets", 0, 10_000),
                        flag("active"),
                        flag("available"),
                        moment("last_assigned_at"),
                        json("external_ids", 10_000));
        return TableKind.of("support_agents", layout)
                .reference()
                .id("agent_id", "agent")
                .uniqueIn("email", "lower(s.email)")
                .stored("left join support_agents t on lower(t.email) = lower(s.email)")
                .set("email", "name", "team", "last_assigned_at")
                .setOr("seniority", "seniority", "'standard'")
                .setOr("skills", "skills", "'{}'")
                .setOr("max_open_tickets", "max_open_tickets", "10")
                .setOr("active", "active", "true")
                .setOr("available", "available", "true")
                .setOr("external_ids", "external_ids", "'{}'")
                .export(
                        """
                        select t.email, t.name, t.team, t.seniority, %s as skills, t.max_open_tickets, %s as active,
                            %s as available, %s as last_assigned_at, t.external_ids
                        from support_agents t order by lower(t.email)
                        """
                                .formatted(
                                        Exports.texts("t.skills"),
                                        Exports.flag("t.active"),
                                        Exports.flag("t.available"),
                                        Exports.moment("t.last_assigned_at")))
                .build();
    }

    private static Kind calendars() {
        Layout layout = Layout.of(named("name", 200).required(), zone("time_zone").required());
        return TableKind.of("business_calendars", layout)
                .reference()
                .id("calendar_id", "calendar")
                .uniqueIn("name", "lower(s.name)")
                .stored("left join business_calendars t on lower(t.name) = lower(s.name)")
                .set("name", "time_zone")
                .export(
                        "select t.name, t.time_zone from business_calendars t order by"
                                + " lower(t.name)")
                .build();
    }

    private static Kind hours() {
        Layout layout =
                Layout.of(
                        named("business_calendar", 200).required(),
                        whole("iso_weekday", 1, 7).required(),
                        timeOfDay("opens").required(),
                        timeOfDay("closes").required());
        return TableKind.of("calendar_hours", layout)
                .reference()
                .bare()
                .keyColumn("calendar_id", "(%s)".formatted(CALENDAR))
                .keyColumn("iso_weekday")
                .keyColumn("opens")
                .stored(
                        """
                        left join calendar_hours t
                            on (t.calendar_id, t.iso_weekday, t.opens) = ((%s), s.iso_weekday, s.opens)
                        """
                                .formatted(CALENDAR))
                .set("closes")
                .check(KNOWN_CALENDAR)
                .check(
                        new Check(
                                "closes",
                                FaultCode.WRONG_ORDER,
                                "closes is not after opens",
                                "s.closes <= s.opens"))
                .export(
                        """
                        select b.name as business_calendar, t.iso_weekday, cast(t.opens as text) as opens,
                            case when t.closes = time '24:00' then '24:00' else cast(t.closes as text) end as closes
                        from calendar_hours t join business_calendars b on b.calendar_id = t.calendar_id
                        order by lower(b.name), t.iso_weekday, t.opens
                        """)
                .build();
    }

    private static Kind holidays() {
        Layout layout =
                Layout.of(
                        named("business_calendar", 200).required(),
                        day("day").required(),
                        named("name", 200).required());
        return TableKind.of("calendar_holidays", layout)
                .reference()
                .bare()
                .keyColumn("calendar_id", "(%s)".formatted(CALENDAR))
                .keyColumn("day")
                .stored(
                        """
                        left join calendar_holidays t on (t.calendar_id, t.day) = ((%s), s.day)
                        """
                                .formatted(CALENDAR))
                .set("name")
                .check(KNOWN_CALENDAR)
                .export(
                        """
                        select b.name as business_calendar, t.day, t.name
                        from calendar_holidays t join business_calendars b on b.calendar_id = t.calendar_id
                        order by lower(b.name), t.day
                        """)
                .build();
    }

    private static Kind policies() {
        Layout layout =
                Layout.of(
                        choice("priority", "P0", "P1", "P2", "P3", "P4").required(),
                        choice("tier", ProductKinds.TIERS).required(),
                        whole("first_response_minutes", 1, LONGEST_MINUTES).required(),
                        whole("resolution_minutes", 1, LONGEST_MINUTES).required(),
                        choice("calendar", "24x7", "business_hours").required(),
                        named("business_calendar", 200));
        return TableKind.of("sla_policies", layout)
                .reference()
                .keyColumn("priority")
                .keyColumn("tier")
                .stored("left join sla_policies t on (t.priority, t.tier) = (s.priority, s.tier)")
                .set("first_response_minutes", "resolution_minutes", "calendar")
                .value(
                        "calendar_id",
                        "case when 'business_calendar' = any(s.cleared) then null else coalesce((%s), t.calendar_id) end"
                                .formatted(CALENDAR))
                .check(KNOWN_CALENDAR)
                .check(
                        new Check(
                                "business_calendar",
                                FaultCode.MISSING,
                                "business_calendar is missing; business_hours needs the name of a"
                                        + " calendar",
                                """
                                s.calendar = 'business_hours' and s.business_calendar is null
                                    and ('business_calendar' = any(s.cleared) or not exists (select from sla_policies p
                                        where (p.priority, p.tier) = (s.priority, s.tier)
                                            and p.calendar_id is not null))
                                """))
                .export(
                        """
                        select t.priority, t.tier, t.first_response_minutes, t.resolution_minutes, t.calendar,
                            b.name as business_calendar
                        from sla_policies t left join business_calendars b on b.calendar_id = t.calendar_id
                        order by t.priority, t.tier
                        """)
                .build();
    }
}
