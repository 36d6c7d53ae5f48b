package io.os199.cs.platform.database;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

import javax.sql.DataSource;

/**
 * The rights of the processes' roles. After each migration every right is revoked and granted anew, in one
 * transaction, so that the rights are those stated here, whatever somebody granted by hand. Tables made later get
 * their rights when they are made.
 *
 * <p>The service reads and writes every table, but neither changes nor deletes an entry of the audit log; it may drop
 * months of it that ended a year ago. The read-only role reads the data that answers are made from.
 */
public final class Grants {
    private static final String SCHEMAS = "public, jobs";
    private static final String DML = "select, insert, update, delete";
    private static final int FIRST_WITH_SET_OPTION = 16;

    /** Every table and view of ours, with the rights of each role on it; none where the text is empty. */
    private static final String RIGHTS =
            """
            select format('%I.%I', n.nspname, c.relname) as name,
                case
                    when n.nspname <> 'public' then 'select, insert, update, delete'
                    when c.oid = 'public.audit_log'::regclass
                        or exists (select from pg_inherits i
                            where i.inhrelid = c.oid and i.inhparent = 'public.audit_log'::regclass)
                        then 'select, insert'
                    when c.relname = 'audit_chains' then 'select, update'
                    when c.relname in ('table_partitions', 'databasechangelog', 'databasechangeloglock') then 'select'
                    else 'select, insert, update, delete'
                end as service,
                case when c.relname in ('idempotency_keys', 'confirmations') then '' else 'select' end as read_only
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'jobs') and c.relkind in ('r', 'p', 'v', 'm')
              and not exists (select from pg_depend d
                  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            order by name
            """;

    private Grants() {}

    /**
     * Grants the rights to the roles other than the owner, which is the user that {@code owner} connects as.
     *
     * @param service the role of both processes
     * @param readOnly the role of the pool for reads; absent where that is the service's too
     * @throws IllegalStateException if a role is missing, or the owner lacks a right needed for this; the message
     *     says what a person has to do
     */
    public static void apply(DataSource owner, String service, @Nullable String readOnly)
            throws SQLException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                apply(connection, service, readOnly);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void apply(Connection connection, String service, @Nullable String readOnly)
            throws SQLException {
        run(connection, "select pg_advisory_xact_lock(hashtextextended('grants', 0))");
        String owner = value(connection, "select current_user");
        if (!service.equals(owner)) {
            requireRole(connection, service);
            grantService(connection, quoted(service));
        }
        if (readOnly != null && !readOnly.equals(owner) && !readOnly.equals(service)) {
            requireRole(connection, readOnly);
            grantReadOnly(connection, quoted(readOnly));
            letBecome(connection, service, readOnly);
        }
    }

    private static void grantService(Connection connection, String role) throws SQLException {
        grantTables(connection, role, "service");
        run(connection, "grant usage on schema " + SCHEMAS + " to " + role);
        run(
                connection,
                "grant usage, select on all sequences in schema " + SCHEMAS + " to " + role);
        run(connection, "grant execute on function public.make_partition(text, date) to " + role);
        run(connection, "grant execute on function public.drop_usage_month(date) to " + role);
        run(connection, "grant execute on function public.drop_audit_month(date) to " + role);
        run(connection, "grant execute on function public.analyze_import_staging(text) to " + role);
        String later = "alter default privileges in schema " + SCHEMAS + " grant ";
        run(connection, later + DML + " on tables to " + role);
        run(connection, later + "usage, select on sequences to " + role);
    }

    private static void grantReadOnly(Connection connection, String role) throws SQLException {
        grantTables(connection, role, "read_only");
        run(connection, "grant usage on schema " + SCHEMAS + " to " + role);
        run(
                connection,
                "alter default privileges in schema "
                        + SCHEMAS
                        + " grant select on tables to "
                        + role);
    }

    /** @param column the column of {@link #RIGHTS} to apply */
    private static void grantTables(Connection connection, String role, String column)
            throws SQLException {
        Map<String, StringJoiner> byRights = new LinkedHashMap<>();
        StringJoiner all = new StringJoiner(", ");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RIGHTS)) {
            while (rows.next()) {
                String name = rows.getString("name");
                all.add(name);
                byRights.computeIfAbsent(rows.getString(column), _ -> new StringJoiner(", "))
                        .add(name);
            }
        }
        run(connection, "revoke all on " + all + " from " + role);
        for (Map.Entry<String, StringJoiner> each : byRights.entrySet()) {
            if (!each.getKey().isEmpty()) {
                run(
                        connection,
                        "grant " + each.getKey() + " on " + each.getValue() + " to " + role);
            }
        }
    }

    /**
     * Lets a transaction of the service switch to the read-only role and so give up its rights to write: {@link
     * Database#onlyReading}.
     */
    private static void letBecome(Connection connection, String service, String readOnly)
            throws SQLException {
        boolean hasSetOption =
                connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_SET_OPTION;
        if (holds(
                connection,
                "select pg_has_role(?, ?, '" + (hasSetOption ? "SET" : "MEMBER") + "')",
                service,
                readOnly)) {
            return;
        }
        String grant = "grant " + quoted(readOnly) + " to " + quoted(service);
        boolean may =
                holds(
                        connection,
                        """
                        select rolsuper or pg_has_role(?, ?, 'MEMBER WITH ADMIN OPTION')
                        from pg_roles where rolname = current_user
                        """,
                        value(connection, "select current_user"),
                        readOnly);
        if (!may) {
            throw new IllegalStateException(
                    "the role %s may not become %s, and the owner may not change that; as a superuser: %s;"
                            .formatted(service, readOnly, grant));
        }
        run(connection, grant);
    }

    private static void requireRole(Connection connection, String role) throws SQLException {
        if (!holds(connection, "select exists (select from pg_roles where rolname = ?)", role)) {
            throw new IllegalStateException(
                    "there is no role %s; as a superuser: create role %s login password '...';"
                            .formatted(role, quoted(role)));
        }
    }

    private static boolean holds(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The name quoted for SQL, whatever it contains. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
