package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** A file may be up to a certain size and no larger, however small it was compressed. */
class FileSizeDaoTest {
    private static final int LARGEST = 3 << 20;

    @Test
    void ofAFileThatIsTooLargeUnpackedNothingIsKept() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            TestClock clock = new TestClock("2026-06-15T12:00:00Z");
            JobSubmission jobs = new JobSubmission(new JobQueue(database.dataSource()), clock);
            Imports imports = new Imports(database.database(), jobs, clock, LARGEST);
            assertThat(imports.receive(order(), packed(LARGEST + 1)))
                    .isInstanceOf(Imports.TooLarge.class);
            assertThat(rows(database)).isZero();
            assertThat(imports.receive(order(), packed(LARGEST)))
                    .isInstanceOf(Imports.Accepted.class);
            // The import, its job, and a chunk per MiB.
            assertThat(rows(database)).isEqualTo(5);
        }
    }

    private static Imports.Order order() {
        return new Imports.Order(
                Kinds.named("clients").orElseThrow(),
                ImportFormat.CSV,
                ImportMode.STRICT,
                OnConflict.UPDATE,
                new ImportOptions(',', false, false),
                "key_importer");
    }

    private static ByteArrayInputStream packed(int bytes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(file)) {
            gzip.write(new byte[bytes]);
        }
        assertThat(file.size()).isLessThan(bytes / 100);
        return new ByteArrayInputStream(file.toByteArray());
    }

    private static long rows(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                select (select count(*) from imports) + (select count(*) from jobs)
                                                    + (select count(*) from import_chunks)
                                                """)
                                        .mapTo(Long.class)
                                        .one());
    }
}
