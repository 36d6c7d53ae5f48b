package io.os199.cs.usage;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.UsageEvent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Clients, intake and rollups on a database of their own, at noon on 2026-03-20. */
public final class UsageScene implements AutoCloseable {
    public final TestDatabase server = TestDatabase.create();
    public final Database database = server.database();
    public final TestClock clock = new TestClock("2026-03-20T12:00:00Z");
    final UsageMonths months =
            new UsageMonths(database, new Partitions(server.dataSource(), clock));
    public final UsageEvents events = new UsageEvents(new UsageMarks(clock));
    public final UsageIntake intake = new UsageIntake(database, months, events, clock);
    public final UsageRollups rollups = new UsageRollups(database, ClientAnswers.unkept(), clock);

    public UsageScene(int clients) {
        server.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    """
                                    insert into client_names (client_id, name, external_id)
                                    select 'client_' || n, 'Client ' || n, 'crm-' || n from generate_series(1, ?) n
                                    """,
                                    clients);
                            db.execute(
                                    """
                                    insert into clients (client_id, name, company_name, external_id)
                                    select client_id, name, name, external_id from client_names
                                    """);
                        });
    }

    /**
     * Returns an event as a line; {@code more} holds further fields, with single quotes for double ones, each after a
     * comma.
     */
    public static String line(
            String client, String eventId, String user, String occurredAt, String more) {
        return "{\"client\":\"%s\",\"event_id\":\"%s\",\"user_key\":\"%s\",\"event_type\":\"click\",\"occurred_at\":\"%s\"%s}\n"
                .formatted(client, eventId, user, occurredAt, more.replace('\'', '"'));
    }

    static UsageEvent event(String client, String eventId, String user, String at, String feature) {
        return new UsageEvent(
                client, eventId, user, "click", Instant.parse(at), feature, null, 30, null);
    }

    public IntakeAnswer take(String ndjson) {
        return intake.store(intake.read(ndjson.getBytes(StandardCharsets.UTF_8)));
    }

    /** Rolls up until no mark is left that is not locked. */
    public void rollUp() {
        while (rollups.rollUpSome()) {
            // The next batch.
        }
    }

    /** Returns every rollup as text, by its table. */
    Map<String, List<String>> rollupRows() {
        Map<String, List<String>> rows = new TreeMap<>();
        ROLLUPS.forEach(
                (table, columns) -> rows.put(table, texts("select " + columns + " from " + table)));
        return rows;
    }

    /**
     * Returns what the rollups must be, by plain aggregates of all events; without the users' features that are not
     * kept.
     */
    Map<String, List<String>> expectedRows() {
        Map<String, List<String>> rows = new TreeMap<>();
        EXPECTED.forEach((table, sql) -> rows.put(table, texts(sql)));
        return rows;
    }

    List<String> texts(String sql) {
        return server.jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select t::text from (" + sql + ") t order by 1")
                                        .mapTo(String.class)
                                        .list());
    }

    public long count(String from) {
        return server.count(from);
    }

    /** Whether exactly one statement waits for a lock that another transaction holds. */
    boolean somebodyWaits() {
        return count(
                        "pg_stat_activity where datname = current_database() and wait_event_type ="
                                + " 'Lock'")
                == 1;
    }

    public void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }

    @Override
    public void close() {
        server.close();
    }

    private static final Map<String, String> ROLLUPS =
            Map.of(
                    "usage_daily_features",
                            "client_id, day, feature_key, event_count, user_count, minutes,"
                                    + " quantity",
                    "usage_daily_users",
                            "client_id, day, user_key, event_count, session_count, minutes,"
                                    + " feature_count",
                    "usage_hourly",
                            "client_id, hour_start at time zone 'UTC' as hour, event_count,"
                                    + " user_count",
                    "usage_user_features",
                            "client_id, feature_key, user_key, first_used_on, last_used_on,"
                                    + " use_day_count, adopted_on, event_count",
                    "product_users", "client_id, user_key, first_seen_on, last_seen_on");

    private static final Map<String, String> EXPECTED =
            Map.of(
                    "usage_daily_features",
                    """
                    select client_id, (occurred_at at time zone 'UTC')::date as day, feature_key, count(*),
                        count(distinct user_key), round(coalesce(sum(duration_seconds), 0) / 60.0, 2)::numeric(12, 2),
                        coalesce(sum(quantity), 0)
                    from usage_events where feature_key is not null group by 1, 2, 3
                    """,
                    "usage_daily_users",
                    """
                    select client_id, (occurred_at at time zone 'UTC')::date as day, user_key, count(*),
                        count(distinct session_id), round(coalesce(sum(duration_seconds), 0) / 60.0, 2)::numeric(12, 2),
                        count(distinct feature_key)
                    from usage_events group by 1, 2, 3
                    """,
                    "usage_hourly",
                    """
                    select client_id, date_trunc('hour', occurred_at at time zone 'UTC') as hour, count(*),
                        count(distinct user_key)
                    from usage_events group by 1, 2
                    """,
                    "usage_user_features",
                    """
                    select client_id, feature_key, user_key, min(day), max(day), count(*),
                        min(day) filter (where number = 3), sum(events)
                    from (
                        select client_id, feature_key, user_key, (occurred_at at time zone 'UTC')::date as day,
                            count(*) as events,
                            row_number() over (partition by client_id, feature_key, user_key
                                order by (occurred_at at time zone 'UTC')::date) as number
                        from usage_events where feature_key is not null group by 1, 2, 3, 4
                    ) days group by 1, 2, 3
                    """,
                    "product_users",
                    """
                    select client_id, user_key, min((occurred_at at time zone 'UTC')::date),
                        max((occurred_at at time zone 'UTC')::date)
                    from usage_events group by 1, 2
                    """);
}
