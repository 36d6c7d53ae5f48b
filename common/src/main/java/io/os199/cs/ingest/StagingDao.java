package io.os199.cs.ingest;

import io.os199.cs.ingest.kind.Batch;
import io.os199.cs.ingest.kind.Check;
import io.os199.cs.ingest.kind.Key;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.RowFault;

import org.jdbi.v3.sqlobject.SqlObject;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The staging table of a kind. */
interface StagingDao extends SqlObject {
    /** The position of a staged row. */
    record Place(int chunkNo, long line) {}

    /** The faults that were found, up to a limit, and the numbers of all faults and rows. */
    record Found(List<RowFault> faults, long faultCount, long rowCount) {}

    default void copy(Kind kind, StagedRows rows) {
        try {
            Connection connection = getHandle().getConnection();
            CopyIn in =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy %s (%s) from stdin"
                                            .formatted(kind.stagingTable(), rows.columns()));
            try {
                byte[] bytes = rows.bytes();
                in.writeToCopy(bytes, 0, bytes.length);
                in.endCopy();
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("rows could not be staged", e);
        }
    }

    /** Has PostgreSQL analyze the table. */
    default void analyze(Kind kind) {
        getHandle()
                .createQuery("select cast(analyze_import_staging(:kind) as text)")
                .bind("kind", kind.name())
                .mapTo(String.class)
                .list();
    }

    default long count(Kind kind, String importId) {
        return getHandle()
                .createQuery(
                        "select count(*) from %s where import_id = :importId"
                                .formatted(kind.stagingTable()))
                .bind("importId", importId)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Returns the row that comes the given number of rows after another, or the last one; absent if none comes after
     * it.
     */
    default Optional<Place> end(
            Kind kind, String importId, int afterChunk, long afterLine, int rows) {
        return getHandle()
                .createQuery(
                        """
                        select chunk_no, line from (
                            select chunk_no, line from %s s
                            where s.import_id = :importId and (s.chunk_no, s.line) > (:afterChunk, :afterLine)
                            order by chunk_no, line limit :rows) s
                        order by chunk_no desc, line desc limit 1
                        """
                                .formatted(kind.stagingTable()))
                .bind("importId", importId)
                .bind("afterChunk", afterChunk)
                .bind("afterLine", afterLine)
                .bind("rows", rows)
                .map((row, context) -> new Place(row.getInt(1), row.getLong(2)))
                .findOne();
    }

    /** Finds rows of the batch that have the same key as an earlier one in the file. */
    default Found findDuplicates(Kind kind, Key key, Batch batch, int most) {
        boolean isColumn = kind.layout().column(key.field()).isPresent();
        String sql =
                """
                select chunk_no, line, '%s' as field, 'duplicate_in_file' as code,
                    'the row has the %s of line ' || first_line as message, null as value
                from (select s.chunk_no, s.line,
                        row_number() over same as place, first_value(s.line) over same as first_line
                    from %s s where %s
                    window same as (partition by %s order by s.chunk_no, s.line)) s
                where place > 1
                """
                        .formatted(
                                isColumn ? key.field() : RowFault.LINE,
                                key.equals(kind.keys().getFirst()) ? "key" : key.field(),
                                kind.stagingTable(),
                                Batch.ROWS,
                                String.join(", ", key.expressions()));
        return mark(kind, batch, sql, most);
    }

    /** Finds rows of the batch to which a check applies. */
    default Found find(Kind kind, Check check, Batch batch, int most) {
        boolean isPersonal =
                kind.layout()
                        .column(check.field())
                        .filter(column -> column.isPersonal())
                        .isPresent();
        String sql =
                """
                select s.chunk_no, s.line, '%s' as field, '%s' as code, '%s'%s as message, %s as value
                from %s s where %s and (%s)
                """
                        .formatted(
                                check.field(),
                                check.code().wire(),
                                check.message().replace("'", "''"),
                                check.day() == null ? "" : " || ' ' || " + check.day(),
                                isPersonal
                                        ? "cast(null as text)"
                                        : "left(cast(s.%s as text), 100)".formatted(check.field()),
                                kind.stagingTable(),
                                Batch.ROWS,
                                check.condition());
        return mark(kind, batch, sql, most);
    }

    /** Marks rows as bad, so that they are not merged. */
    private Found mark(Kind kind, Batch batch, String faultsSql, int most) {
        List<RowFault> faults = new ArrayList<>();
        long[] counts = new long[2];
        getHandle()
                .createQuery(
                        """
                        with fault as materialized (%s),
                        marked as (
                            update %s as u set bad = true from (select distinct chunk_no, line from fault) f
                            where u.import_id = :importId and u.chunk_no = f.chunk_no and u.line = f.line
                            returning 1)
                        select f.line, f.field, f.code, f.message, f.value, total.faults, total.rows
                        from (select (select count(*) from fault) as faults, (select count(*) from marked) as rows) total
                        left join lateral (select * from fault order by line limit :most) f on true
                        order by f.line
                        """
                                .formatted(faultsSql, kind.stagingTable()))
                .bindMethods(batch)
                .bind("most", most)
                .map(
                        (row, context) -> {
                            counts[0] = row.getLong("faults");
                            counts[1] = row.getLong("rows");
                            if (counts[0] > 0 && row.getString("field") != null) {
                                faults.add(
                                        new RowFault(
                                                row.getLong("line"),
                                                row.getString("field"),
                                                FaultCode.valueOf(
                                                        row.getString("code")
                                                                .toUpperCase(Locale.ROOT)),
                                                row.getString("message"),
                                                row.getString("value")));
                            }
                            return 1;
                        })
                .list();
        return new Found(faults, counts[0], counts[1]);
    }

    default void delete(Kind kind, String importId) {
        getHandle()
                .createUpdate(
                        "delete from %s where import_id = :importId".formatted(kind.stagingTable()))
                .bind("importId", importId)
                .execute();
    }

    default void savepoint() {
        getHandle().savepoint("merge");
    }

    default void rollbackToSavepoint() {
        getHandle().rollbackToSavepoint("merge");
    }
}
