package io.os199.cs.ingest;

import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;

import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.SingleValue;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code imports}, and the chunks of what they brought. */
@RegisterRowMapper(ImportDao.CourseMapper.class)
@RegisterRowMapper(ImportDao.RecordMapper.class)
interface ImportDao {
    @SqlUpdate(
            """
            insert into imports (import_id, kind, format, mode, on_conflict, options, sha256, principal, created_at,
                updated_at)
            values (:importId, :kind, :format, :mode, :onConflict, :options, '', :principal, :now, :now)
            """)
    void begin(
            String importId,
            String kind,
            ImportFormat format,
            ImportMode mode,
            OnConflict onConflict,
            @Json ImportOptions options,
            String principal,
            Instant now);

    @SqlUpdate(
            """
            insert into import_chunks (import_id, chunk_no, data)
            select :importId, :chunkNo, :data
            where exists (select from imports where import_id = :importId and state = 'receiving')
            """)
    int addChunk(String importId, int chunkNo, byte[] data);

    @SqlUpdate(
            """
            update imports set state = 'staging', sha256 = :sha256, chunk_count = :chunkCount, byte_count = :byteCount,
                job_id = :jobId, updated_at = :now
            where import_id = :importId and state = 'receiving'
            """)
    int received(
            String importId,
            String sha256,
            int chunkCount,
            long byteCount,
            String jobId,
            Instant now);

    /** Returns the last finished import of the same file in the same kind and mode. */
    @SqlQuery(
            """
            select *, null as message from imports
            where sha256 = :sha256 and kind = :kind and mode = :mode and state = 'done' and finished_at > :since
                and not cast(options ->> 'dry_run' as boolean)
            order by finished_at desc
            limit 1
            """)
    Optional<ImportRecord> sameFile(String sha256, String kind, ImportMode mode, Instant since);

    /** Returns an import; where its job ended and the import could not say so, the job's status counts. */
    @SqlQuery(
            """
            select i.import_id, i.kind, i.format, i.mode, i.on_conflict, i.options, i.counts, i.faults, i.byte_count,
                i.sha256, i.principal, i.job_id, i.created_at, coalesce(i.finished_at, j.finished_at) as finished_at,
                case when i.state not in ('done', 'failed', 'cancelled') and j.status in ('failed', 'cancelled')
                    then j.status else i.state end as state,
                j.error ->> 'message' as message
            from imports i left join jobs j on j.job_id = i.job_id
            where i.import_id = :importId
            """)
    Optional<ImportRecord> find(String importId);

    @SqlQuery("select * from imports where import_id = :importId")
    Optional<Course> course(String importId);

    @SqlQuery("select data from import_chunks where import_id = :importId and chunk_no = :chunkNo")
    @SingleValue
    byte @Nullable [] chunk(String importId, int chunkNo);

    @SqlUpdate(
            """
            update imports set header = :header, next_chunk_no = :nextChunkNo, next_offset = :nextOffset,
                next_line = :nextLine, staged_count = staged_count + :staged, counts = :counts, faults = :faults,
                kept_error_count = kept_error_count + :keptErrors, state = :state, updated_at = :now
            where import_id = :importId
            """)
    void staged(
            String importId,
            @Nullable List<String> header,
            int nextChunkNo,
            int nextOffset,
            long nextLine,
            long staged,
            int keptErrors,
            @Json ImportCounts counts,
            @Json Map<String, Long> faults,
            ImportState state,
            Instant now);

    /** Has the file read again, because the staging tables do not outlive a crash of the database. */
    @SqlUpdate(
            """
            update imports set state = 'staging', next_chunk_no = 0, next_offset = 0, next_line = 1, staged_count = 0,
                kept_error_count = 0, faults = '{}', header = null,
                counts = counts || '{"read_count": 0, "rejected_count": 0}', updated_at = :now
            where import_id = :importId
            """)
    void stageAgain(String importId, Instant now);

    @SqlUpdate(
            """
            update imports set counts = :counts, faults = :faults, kept_error_count = kept_error_count + :keptErrors,
                state = :state, merged_chunk_no = :mergedChunkNo, merged_line = :mergedLine, updated_at = :now
            where import_id = :importId
            """)
    void merged(
            String importId,
            @Json ImportCounts counts,
            @Json Map<String, Long> faults,
            int keptErrors,
            ImportState state,
            int mergedChunkNo,
            long mergedLine,
            Instant now);

    @SqlUpdate(
            """
            update imports set state = :state, finished_at = :now, updated_at = :now where import_id = :importId
            """)
    void end(String importId, ImportState state, Instant now);

    @SqlUpdate("delete from import_chunks where import_id = :importId")
    int deleteChunks(String importId);

    @SqlUpdate("delete from import_errors where import_id = :importId")
    int deleteErrors(String importId);

    @SqlUpdate("delete from imports where import_id = :importId")
    int delete(String importId);

    /** Returns imports that are over and still have their file, or that nobody has continued for a week. */
    @SqlQuery(
            """
            select i.import_id, i.kind from imports i left join jobs j on j.job_id = i.job_id
            where (i.state in ('done', 'failed', 'cancelled') or j.status in ('completed', 'failed', 'cancelled')
                    or i.updated_at < :stale)
                and exists (select from import_chunks c where c.import_id = i.import_id)
            """)
    @RegisterConstructorMapper(Left.class)
    List<Left> left(Instant stale);

    /** What an import has left behind. */
    record Left(String importId, String kind) {}

    @SqlQuery(
            """
            select import_id from imports
            where created_at < :before and (finished_at is null or finished_at < :before)
            order by created_at limit 1000
            """)
    List<String> old(Instant before);

    final class CourseMapper implements RowMapper<Course> {
        @Override
        public Course map(ResultSet row, StatementContext context) throws SQLException {
            return ImportRows.course(row);
        }
    }

    final class RecordMapper implements RowMapper<ImportRecord> {
        @Override
        public ImportRecord map(ResultSet row, StatementContext context) throws SQLException {
            return ImportRows.record(row);
        }
    }
}
