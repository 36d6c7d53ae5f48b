package io.os199.cs.ingest.kind;

import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A kind whose rows belong to one table and affect nothing but themselves.
 *
 * <p>An empty cell leaves the column of an existing row alone; a cleared one sets it to what a new row would have.
 * Rows that would stay the same are not written.
 */
final class TableKind implements Kind {
    private final String name;
    private final boolean isReference;
    private final Layout layout;
    private final @Nullable String idPrefix;
    private final List<Key> keys;
    private final List<Check> checks;
    private final List<Step> before;
    private final @Nullable String ending;
    private final List<Step> after;
    private final Step preparation;
    private final Teller teller;
    private final String lockSql;
    private final String mergeSql;
    private final String exportSql;

    private TableKind(Builder builder) {
        this.name = builder.name;
        this.isReference = builder.isReference;
        this.layout = builder.layout;
        this.idPrefix = builder.idPrefix;
        this.keys = builder.keys();
        this.checks = List.copyOf(builder.checks);
        this.before = List.copyOf(builder.before);
        this.ending = builder.ending;
        this.after = List.copyOf(builder.after);
        this.preparation = builder.preparation;
        this.teller = builder.teller;
        this.lockSql = builder.lockSql();
        this.mergeSql = builder.mergeSql();
        this.exportSql = builder.exportSql;
    }

    static Builder of(String name, Layout layout) {
        return new Builder(name, layout);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isReference() {
        return isReference;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public @Nullable String idPrefix() {
        return idPrefix;
    }

    @Override
    public List<Key> keys() {
        return keys;
    }

    @Override
    public List<Check> checks() {
        return checks;
    }

    @Override
    public String exportSql() {
        return exportSql;
    }

    @Override
    public ImportCounts merge(Transaction tx, Batch batch) {
        MergeDao dao = tx.dao(MergeDao.class);
        before.forEach(step -> step.take(tx, batch));
        List<String> ended = ending == null ? List.of() : dao.ids(ending, batch);
        ImportCounts counts = dao.merge(mergeSql, batch, ended);
        after.forEach(step -> step.take(tx, batch));
        return counts;
    }

    /**
     * Also locks the stored rows of the batch until the transaction ends: the merge writes whole rows as it finds them
     * when it begins, and would undo what somebody else changes in them meanwhile.
     */
    @Override
    public void prepare(Transaction tx, Batch batch) {
        preparation.take(tx, batch);
        if (batch.update()) {
            tx.dao(MergeDao.class).lock(lockSql, batch);
        }
    }

    @Override
    public void tell(Transaction tx, Batch batch, Timeline timeline) {
        teller.tell(tx, batch, timeline);
    }

    /** Something else that is done with a batch. */
    @FunctionalInterface
    interface Step {
        void take(Transaction tx, Batch batch);

        static Step of(String sql) {
            return (tx, batch) -> tx.dao(MergeDao.class).update(sql, batch);
        }
    }

    /** Writes on timelines what a merge has changed. */
    @FunctionalInterface
    interface Teller {
        void tell(Transaction tx, Batch batch, Timeline timeline);
    }

    /** A column of the table, and what it is to hold: SQL over the staged row {@code s} and the stored one {@code t}. */
    private record Assigned(String column, String value) {}

    static final class Builder {
        private final String name;
        private final Layout layout;
        private final List<String> key = new ArrayList<>();
        private final List<Key> otherKeys = new ArrayList<>();
        private final List<String> primaryKey = new ArrayList<>();
        private final List<Assigned> assigned = new ArrayList<>();
        private final List<Check> checks = new ArrayList<>();
        private final List<Step> before = new ArrayList<>();
        private @Nullable String ending;
        private final List<Step> after = new ArrayList<>();
        private Step preparation = (tx, batch) -> {};
        private Teller teller = (tx, batch, timeline) -> {};
        private boolean countsVersions;
        private boolean isOfClient;
        private boolean isReference;
        private boolean keepsTimes = true;
        private @Nullable String idPrefix;
        private @Nullable String engagedAt;
        private String keyField = "";
        private String match = "";
        private String exportSql = "";

        private Builder(String name, Layout layout) {
            this.name = name;
            this.layout = layout;
        }

        Builder reference() {
            isReference = true;
            return this;
        }

        /** Says that the table has no created_at and updated_at. */
        Builder bare() {
            keepsTimes = false;
            return this;
        }

        /** Says that the rows of the table belong to clients. */
        Builder ofClient() {
            isOfClient = true;
            primaryKey.add("client_id");
            assigned.add(new Assigned("client_id", "s.client_id"));
            key.add("s.client_id");
            return this;
        }

        /** Sets the id column of a row, whose value the import assigns. */
        Builder id(String column, String prefix) {
            idPrefix = prefix;
            primaryKey.add(column);
            assigned.add(new Assigned(column, "coalesce(t.%s, s.row_id)".formatted(column)));
            return this;
        }

        /** Adds a column of the primary key that the file has. */
        Builder keyColumn(String column, String value) {
            primaryKey.add(column);
            assigned.add(new Assigned(column, value));
            key.add(value);
            keyField = column;
            return this;
        }

        Builder keyColumn(String column) {
            return keyColumn(column, "s." + column);
        }

        /** Sets what no two rows of a file may have in common, together with the client if there is one. */
        Builder uniqueIn(String field, String... expressions) {
            key.addAll(List.of(expressions));
            keyField = field;
            return this;
        }

        Builder uniqueIn(String field) {
            return uniqueIn(field, "s." + field);
        }

        /** Adds something else that no two rows of a file may have in common. */
        Builder alsoUnique(String field, String... expressions) {
            otherKeys.add(new Key(field, List.of(expressions)));
            return this;
        }

        private List<Key> keys() {
            List<Key> keys = new ArrayList<>(List.of(new Key(keyField, key)));
            keys.addAll(otherKeys);
            return List.copyOf(keys);
        }

        /** Sets the join that finds the stored row {@code t} of a staged one. */
        Builder stored(String join) {
            match = join;
            return this;
        }

        /** Adds a column that holds what the file says, or nothing if it never said anything. */
        Builder setFrom(String column, String from) {
            return value(column, kept(column, from));
        }

        /** Adds columns that have the same names as in the file. */
        Builder set(String... columns) {
            for (String column : columns) {
                setFrom(column, column);
            }
            return this;
        }

        /** Adds a column that holds what the file says, or {@code otherwise} if there is nothing. */
        Builder setOr(String column, String from, String otherwise) {
            return value(column, "coalesce(%s, %s)".formatted(kept(column, from), otherwise));
        }

        /** Adds a column that follows from others. */
        Builder value(String column, String sql) {
            assigned.add(new Assigned(column, sql));
            return this;
        }

        /** Returns SQL for what a column holds once the file is taken into account. */
        static String kept(String column, String from) {
            return "case when '%s' = any(s.cleared) then null else coalesce(s.%s, t.%s) end"
                    .formatted(from, from, column);
        }

        /** Adds columns that say something about a text, and are emptied once a row has another. */
        Builder emptiedUnless(String isSame, String... columns) {
            for (String column : columns) {
                value(column, "case when %s then t.%s end".formatted(isSame, column));
            }
            return this;
        }

        Builder check(Check check) {
            checks.add(check);
            return this;
        }

        /** Adds a statement that runs before rows are merged. */
        Builder first(String sql) {
            return first(Step.of(sql));
        }

        /** Adds a step that runs before rows are merged. */
        Builder first(Step step) {
            before.add(step);
            return this;
        }

        /**
         * Sets a statement that takes from stored rows, before others are merged, what only one may have, and returns
         * their ids: those in the file count as updated.
         */
        Builder ending(String sql) {
            ending = sql;
            return this;
        }

        /** Adds a step that runs once rows are merged. */
        Builder then(Step step) {
            after.add(step);
            return this;
        }

        /** Sets the step that runs before rows are checked. */
        Builder prepared(Step step) {
            preparation = step;
            return this;
        }

        Builder telling(Teller step) {
            teller = step;
            return this;
        }

        /** Counts each change of a row as an edit in its version. */
        Builder versioned() {
            countsVersions = true;
            return this;
        }

        /** Sets the column of the table that tells when the client was last heard of. */
        Builder engages(String column) {
            engagedAt = column;
            return this;
        }

        Builder export(String sql) {
            exportSql = sql;
            return this;
        }

        TableKind build() {
            return new TableKind(this);
        }

        /**
         * Returns SQL that locks the stored rows of a batch in the order of their keys, each after its client, as
         * others lock them: an erasure of a person holds clients and then writes their rows.
         */
        private String lockSql() {
            String key = keyOf("u");
            return """
            select count(*) from (
                select from %s u%s
                where (%s) in (select %s from %s s %s where %s)
                order by %s
                %sfor no key update of u) as held
            """
                    .formatted(
                            name,
                            isOfClient ? " join clients o on o.client_id = u.client_id" : "",
                            key,
                            keyOf("t"),
                            "import_staging_" + name,
                            match,
                            Batch.ROWS,
                            key,
                            isOfClient ? "for key share of o " : "");
        }

        private String keyOf(String row) {
            return primaryKey.stream()
                    .map(column -> row + '.' + column)
                    .collect(Collectors.joining(", "));
        }

        private String mergeSql() {
            List<Assigned> changing =
                    assigned.stream().filter(a -> !primaryKey.contains(a.column())).toList();
            String columns = list(assigned, a -> a.column(), ", ");
            String times = keepsTimes ? ", created_at, updated_at" : "";
            String touch =
                    (keepsTimes ? ", updated_at = :now" : "")
                            + (countsVersions ? ", version = u.version + 1" : "");
            String updated =
                    changing.isEmpty()
                            ? "select 1 where false"
                            : """
                            update %s as u set %s%s
                            from row r
                            where r.known and :update and %s and ((%s) is distinct from (%s)%s)
                            returning 1\
                            """
                                    .formatted(
                                            name,
                                            list(changing, a -> a.column() + " = r." + a.column()),
                                            touch,
                                            primaryKey.stream()
                                                    .map(c -> "u." + c + " = r.known_" + c)
                                                    .collect(Collectors.joining(" and ")),
                                            list(changing, a -> "u." + a.column()),
                                            list(changing, a -> "r." + a.column()),
                                            ending == null
                                                    ? ""
                                                    : " or u.%s = any(:ended)"
                                                            .formatted(primaryKey.getLast()));
            String engaged =
                    engagedAt == null
                            ? ""
                            : ", " + Engagement.sql(name, primaryKey.getLast(), engagedAt);
            List<String> known = new ArrayList<>(primaryKey);
            if (engagedAt != null) {
                known.add(engagedAt);
            }
            return """
            with row as materialized (
            select %s is not null as known, %s, %s
            from %s s %s
            where %s),
            updated as (%s),
            inserted as (
            insert into %s (%s%s)
            select %s%s from row r where not r.known order by %s
            returning 1)%s
            select (select count(*) from inserted) as inserted, (select count(*) from updated) as updated,
                count(*) as total, count(*) filter (where known) as known
            from row
            """
                    .formatted(
                            "t." + primaryKey.getLast(),
                            known.stream()
                                    .map(c -> "t." + c + " as known_" + c)
                                    .collect(Collectors.joining(", ")),
                            list(assigned, a -> a.value() + " as " + a.column()),
                            "import_staging_" + name,
                            match,
                            Batch.ROWS,
                            updated,
                            name,
                            columns,
                            times,
                            list(assigned, a -> "r." + a.column()),
                            keepsTimes ? ", :now, :now" : "",
                            primaryKey.stream()
                                    .map(c -> "r." + c)
                                    .collect(Collectors.joining(", ")),
                            engaged);
        }

        private static String list(List<Assigned> assigned, Function<Assigned, String> each) {
            return list(assigned, each, ", ");
        }

        private static String list(
                List<Assigned> assigned, Function<Assigned, String> each, String separator) {
            return assigned.stream().map(each).collect(Collectors.joining(separator));
        }
    }
}
