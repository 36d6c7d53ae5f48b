package io.os199.cs.person;

import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person planted in every column that may hold one, in every table: rows are built from the schema and from what
 * {@link PersonalColumns} declares, so a table added later has one too.
 */
public final class PlantedPerson {
    /** The person's address. */
    public static final String ADDRESS = "ada.quill@planted.example";

    /** Lowercase texts that nothing but a suppression may contain after the erasure. */
    public static final List<String> TRACES = List.of("quill", "planted.example", "u-7731");

    private static final String NAME = "Ada Quill";
    private static final String SPELLED = "Ada.Quill@planted.example";
    private static final String TEXT = "Ask " + NAME + " (ADA.QUILL@planted.example), she knows.";
    private static final String JSON =
            """
            {"who": "%s", "by": ["mailto:%s"], "rate": 1.10, "%s": true}\
            """
                    .formatted(NAME, SPELLED, ADDRESS);
    private static final Pattern FIRST_WORD = Pattern.compile("'([^']*)'::text");

    /** Values for columns whose constraints rule out the usual ones. */
    private static final Map<String, String> OTHERWISE =
            Map.ofEntries(
                    Map.entry("automations.trigger_type", "'time_based'"),
                    Map.entry("certifications.expires_on", "current_date + 30"),
                    Map.entry("imports.state", "'failed'"),
                    Map.entry("imports.import_id", "'import_planted'"),
                    Map.entry("import_errors.import_id", "'import_planted'"),
                    Map.entry("newsletter_subscriptions.status", "'unsubscribed'"),
                    Map.entry("support_agents.active", "false"),
                    Map.entry("email_suppressions.email", "'" + ADDRESS + "'"),
                    Map.entry("email_suppressions.message_id", "'message_planted'"),
                    Map.entry(
                            "executive_reviews.attendees",
                            """
                            '[{"side": "customer", "name": "Ada Quill", "title": "Quill of the house", "contact_id":
                            "contact_planted"}]'\
                            """));

    /** The ids that tie rows to the person. */
    private static final Map<String, String> IDS =
            Map.of(
                    "client_id", "client_planted",
                    "contact_id", "contact_planted",
                    "champion_contact_id", "contact_planted",
                    "member_id", "member_planted",
                    "voter_member_id", "member_planted",
                    "advocate_id", "advocate_planted",
                    "ticket_id", "ticket_planted",
                    "response_id", "response_planted");

    private PlantedPerson() {}

    /** A column as the schema defines it. */
    private record Column(
            String table,
            String name,
            String type,
            boolean nullable,
            boolean hasDefault,
            String check) {}

    /** Plants the person; returns the number of tables. */
    public static int in(TestDatabase database) {
        return database.jdbi().inTransaction(PlantedPerson::plant);
    }

    private static int plant(Handle handle) {
        handle.execute("set local session_replication_role = replica");
        // All names that are possible are taken by seeds.
        handle.execute("delete from integrations");
        Map<String, List<Column>> schema = schema(handle);
        int tables = 0;
        for (PersonalTable table : PersonalColumns.TABLES) {
            boolean isAllKept =
                    table.columns().values().stream().allMatch(each -> each == Handling.KEPT);
            if (!isAllKept
                    || !List.of("audit_log", "confirmations", "kb_votes").contains(table.name())) {
                insert(handle, table, schema.get(table.name()));
                tables += 1;
            }
        }
        for (String name : schema.keySet()) {
            if (name.matches(PersonalColumns.FILE_ROWS)) {
                insertFileRow(handle, name, schema.get(name));
                tables += 1;
            }
        }
        useUnderAnotherKey(handle);
        return tables;
    }

    private static Map<String, List<Column>> schema(Handle handle) {
        Map<String, List<Column>> all = new TreeMap<>();
        handle.createQuery(
                        """
                        select c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES' as nullable,
                            c.column_default is not null as has_default,
                            (select min(pg_get_constraintdef(k.oid)) from pg_constraint k
                                join pg_attribute a on a.attrelid = k.conrelid and a.attname = c.column_name
                                where k.conrelid = to_regclass('public.' || quote_ident(c.table_name)) and k.contype = 'c' and k.conkey = array[a.attnum])
                                as rule
                        from information_schema.columns c
                        where c.table_schema = 'public' and c.is_generated = 'NEVER'
                        order by c.table_name, c.ordinal_position
                        """)
                .map(
                        (row, context) ->
                                new Column(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getBoolean(4),
                                        row.getBoolean(5),
                                        Optional.ofNullable(row.getString(6)).orElse("")))
                .forEach(
                        column ->
                                all.computeIfAbsent(column.table(), _ -> new ArrayList<>())
                                        .add(column));
        return all;
    }

    private static void insert(Handle handle, PersonalTable table, List<Column> columns) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : columns) {
            value(table, column).ifPresent(value -> values.put(column.name(), value));
        }
        insert(handle, table.name(), values);
    }

    private static void insert(Handle handle, String table, Map<String, String> values) {
        StringJoiner names = new StringJoiner(", ");
        StringJoiner all = new StringJoiner(", ");
        values.forEach(
                (name, value) -> {
                    names.add(name);
                    all.add(value);
                });
        handle.execute(
                "insert into %s (%s) values (%s)".formatted(table, names, all).replace("?", "??"));
    }

    private static Optional<String> value(PersonalTable table, Column column) {
        String otherwise = OTHERWISE.get(table.name() + "." + column.name());
        if (otherwise != null) {
            return Optional.of(otherwise);
        }
        String id = IDS.get(column.name());
        if (id != null
                && !(table.name().equals("product_users") && column.name().equals("contact_id"))) {
            return Optional.of("'" + id + "'");
        }
        Handling handling = table.columns().get(column.name());
        if (handling != null && handling != Handling.KEPT) {
            return Optional.of(personal(handling, column));
        }
        return column.nullable() || column.hasDefault()
                ? Optional.empty()
                : Optional.of(plain(column));
    }

    private static String personal(Handling handling, Column column) {
        return switch (handling) {
            case PSEUDONYM -> {
                boolean small = column.check().contains("lower");
                boolean key = List.of("session_id", "event_id").contains(column.name());
                yield "'" + (key ? "s-" : "") + (small || key ? ADDRESS : SPELLED) + "'";
            }
            case NAME -> "'" + NAME + "'";
            default ->
                    switch (column.type()) {
                        case "jsonb" -> "'" + JSON + "'";
                        case "ARRAY" -> "array['" + NAME + "', '" + TEXT + "']";
                        default -> "'" + TEXT + "'";
                    };
        };
    }

    private static String plain(Column column) {
        Matcher word = FIRST_WORD.matcher(column.check());
        if (word.find()) {
            return "'" + word.group(1) + "'";
        }
        if (column.name().endsWith("_version")) {
            // The first numbers are taken by seeds.
            return "99";
        }
        return switch (column.type()) {
            // The same in every table, so that references find their rows.
            case "text" -> "'planted " + column.name() + "'";
            case "jsonb" -> "'{}'";
            case "ARRAY" -> "'{}'";
            case "boolean" -> "false";
            case "date" -> "current_date";
            case "timestamp with time zone" -> "now()";
            case "bytea" -> "convert_to('" + TEXT + "', 'UTF8')";
            default -> "1";
        };
    }

    private static void insertFileRow(Handle handle, String table, List<Column> columns) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : columns) {
            if (column.name().equals("import_id")) {
                values.put(column.name(), "'import_planted'");
            } else if (column.type().equals("text")) {
                values.put(column.name(), "'" + TEXT + "'");
            } else if (!column.nullable() && !column.hasDefault()) {
                values.put(column.name(), plain(column));
            }
        }
        insert(handle, table, values);
    }

    /** Adds use of a product that knows the person by a key of its own, to which a contact is tied. */
    private static void useUnderAnotherKey(Handle handle) {
        handle.createScript(
                        """
                        insert into product_users (client_id, user_key, contact_id, first_seen_on, last_seen_on)
                        values ('client_planted', 'u-7731', 'contact_planted', current_date, current_date);
                        insert into usage_events (client_id, occurred_at, event_id, user_key, event_type, source)
                        values ('client_planted', now(), 'e-1', 'u-7731', 'click', 'api');
                        insert into usage_daily_users (client_id, day, user_key, event_count)
                        values ('client_planted', current_date, 'u-7731', 1);
                        insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on)
                        values ('client_planted', 'export', 'u-7731', current_date, current_date)
                        """)
                .execute();
    }

    /** Returns the tables, in any schema, whose rows hold a trace of the person, with the number of such rows. */
    public static Map<String, Long> traces(TestDatabase database) {
        return traces(database, TRACES);
    }

    /** As {@link #traces(TestDatabase)}, for other words, in lowercase. */
    public static Map<String, Long> traces(TestDatabase database, List<String> words) {
        return database.jdbi()
                .withHandle(
                        handle -> {
                            Map<String, Long> found = new TreeMap<>();
                            for (String table : tables(handle)) {
                                long rows =
                                        handle.createQuery(
                                                        """
                                                        select count(*) from %s t
                                                        where lower(cast(t as text)) like any(:traces)
                                                        """
                                                                .formatted(table))
                                                .bindArray(
                                                        "traces",
                                                        String.class,
                                                        words.stream()
                                                                .map("%%%s%%"::formatted)
                                                                .toList())
                                                .mapTo(Long.class)
                                                .one();
                                if (rows > 0) {
                                    found.put(table, rows);
                                }
                            }
                            return found;
                        });
    }

    /** Returns what is counted of each table: rows, distinct keys of persons, and all numbers, days and booleans. */
    public static Map<String, String> figures(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> {
                            Map<String, String> all = new TreeMap<>();
                            schema(handle)
                                    .forEach(
                                            (table, columns) ->
                                                    all.put(
                                                            table,
                                                            figures(handle, table, columns)));
                            return all;
                        });
    }

    private static String figures(Handle handle, String table, List<Column> columns) {
        List<String> persons =
                PersonalColumns.TABLES.stream()
                        .filter(each -> each.name().equals(table))
                        .flatMap(each -> each.columns(Handling.PSEUDONYM).stream())
                        .map("count(distinct %s)"::formatted)
                        .toList();
        List<String> numbers =
                columns.stream()
                        .filter(
                                each ->
                                        List.of(
                                                        "smallint",
                                                        "integer",
                                                        "bigint",
                                                        "numeric",
                                                        "double precision",
                                                        "boolean",
                                                        "date")
                                                .contains(each.type()))
                        .map(
                                each ->
                                        "md5(coalesce(string_agg(cast(%1$s as text), ',' order by %1$s), ''))"
                                                .formatted(each.name()))
                        .toList();
        StringJoiner parts = new StringJoiner(", ' ', ", "select concat(", ") from " + table);
        parts.add("count(*)");
        persons.forEach(parts::add);
        numbers.forEach(parts::add);
        return handle.createQuery(parts.toString()).mapTo(String.class).one();
    }

    private static List<String> tables(Handle handle) {
        return handle.createQuery(
                        """
                        select n.nspname || '.' || c.relname
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and not c.relispartition
                          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
                        order by 1
                        """)
                .mapTo(String.class)
                .list();
    }
}
