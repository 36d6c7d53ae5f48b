package io.os199.cs.ingest.kind;

import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that updates when clients were last heard of from the rows of an import: to later where a kept row is later,
 * and to earlier where the row that counted moves back.
 */
final class Engagement {
    /** A table of signs of engagement by clients; {@code when} selects the latest one of a client {@code m}. */
    private record Sign(String table, String when) {
        static Sign of(String table, String column) {
            return of(table, column, "");
        }

        static Sign of(String table, String column, String more) {
            return new Sign(
                    table,
                    "select max(%s) as at from %s x where x.client_id = m.client_id%s"
                            .formatted(column, table, more));
        }
    }

    private static final List<Sign> SIGNS =
            List.of(
                    Sign.of("touchpoints", "occurred_at"),
                    Sign.of("tickets", "opened_at"),
                    Sign.of("ticket_comments", "at", " and author_type = 'customer'"),
                    Sign.of("feedback", "received_at"),
                    Sign.of("survey_responses", "responded_at"),
                    Sign.of("usage_events", "occurred_at"),
                    // Days stay when their events are no longer kept.
                    new Sign(
                            "usage_daily_users",
                            "select max(day)::timestamp at time zone 'UTC' from usage_daily_users x"
                                    + " where x.client_id = m.client_id"));

    private Engagement() {}

    /**
     * Returns queries for a {@code with}, over the merged rows {@code row}.
     *
     * @param table the table that the rows belong to
     * @param id the column of the id, which {@code row} also has as {@code known_…}
     * @param column the column of the row's instant, which {@code row} also has that way
     */
    static String sql(String table, String id, String column) {
        String others =
                SIGNS.stream()
                        .filter(sign -> !sign.table().equals(table))
                        .map(Sign::when)
                        .collect(Collectors.joining("\nunion all "));
        return """
        moved as (
        select client_id, max(known_%3$s) as at from row where known and :update and %3$s < known_%3$s
        group by client_id),
        left_over as (
        select client_id, max(at) as at
        from (
            select x.client_id, x.%3$s as at from %1$s x join moved m on m.client_id = x.client_id
            where not exists (select from row k where (k.client_id, k.known_%2$s) = (x.client_id, x.%2$s))
            union all
            select m.client_id, s.at from moved m cross join lateral (%4$s) s) o
        group by client_id),
        engaged as (
        update clients as c
        set last_engagement_at = case when r.moved_at >= c.last_engagement_at then greatest(r.at, r.other_at)
                else greatest(c.last_engagement_at, r.at) end,
            updated_at = :now
        from (
            select k.client_id, k.at, m.at as moved_at, o.at as other_at
            from (select client_id, max(%3$s) as at from row where not known or :update group by client_id) k
            left join moved m on m.client_id = k.client_id
            left join left_over o on o.client_id = k.client_id) r
        where c.client_id = r.client_id
          and (c.last_engagement_at is null or c.last_engagement_at < r.at or r.moved_at >= c.last_engagement_at))\
        """
                .formatted(table, id, column, others);
    }
}
