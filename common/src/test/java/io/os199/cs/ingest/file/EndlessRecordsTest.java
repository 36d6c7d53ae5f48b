package io.os199.cs.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;

import io.os199.cs.ingest.file.Records.Cells;
import io.os199.cs.ingest.file.Records.FileRecord;
import io.os199.cs.ingest.file.Records.JsonObject;
import io.os199.cs.ingest.file.Records.Unreadable;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.ImportFormat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A record without an end is refused on its line, and never kept in memory. */
class EndlessRecordsTest {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 50;
    private static final long MOST_HELD = 12L << 20;

    /**
     * A file of fifty identical chunks.
     *
     * @param first the text before them
     * @param filling the content of each chunk
     * @param last the text after them
     */
    private record LongFile(String first, byte[] filling, String last) implements Records.Chunks {
        static LongFile of(String first, String filling, String last) {
            return new LongFile(
                    first, filling.repeat(CHUNK / filling.length()).getBytes(UTF_8), last);
        }

        @Override
        public byte @Nullable [] chunk(int chunkNo) {
            if (chunkNo == 0) {
                return first.getBytes(UTF_8);
            }
            if (chunkNo <= CHUNKS) {
                return filling;
            }
            return chunkNo == CHUNKS + 1 ? last.getBytes(UTF_8) : null;
        }
    }

    /** The records read, and the bytes that reading allocated, including all that was discarded. */
    private record Read(List<FileRecord> records, long allocated) {
        static Read of(ImportFormat format, Records.Chunks file) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            Records records = Records.of(format, ',', file, FilePosition.START);
            List<FileRecord> read = new ArrayList<>();
            for (FileRecord next = records.next(); next != null; next = records.next()) {
                read.add(next);
            }
            return new Read(read, threads.getCurrentThreadAllocatedBytes() - before);
        }
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefusedOnItsLine() {
        Read read = Read.of(ImportFormat.CSV, LongFile.of("a,b\n1,\"", "x", "y"));
        assertThat(read.records()).hasSize(2);
        assertMalformed(read.records().get(1), 2);
        assertThat(read.allocated()).isLessThan(MOST_HELD);
    }

    @Test
    void aCellWithoutAnEndIsRefusedOnItsLineAndTheNextLineIsRead() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String head = "a,b" + end + "1,2" + end + "3,";
            Read read = Read.of(ImportFormat.CSV, LongFile.of(head, "x", "y" + end + "5,6" + end));
            assertThat(read.records()).hasSize(4);
            assertMalformed(read.records().get(2), 3);
            assertThat(read.records().get(3)).isEqualTo(new Cells(4, List.of("5", "6")));
            assertThat(read.allocated()).isLessThan(MOST_HELD);
        }
    }

    /** The lines that follow are read, whether they were meant to be inside the quote or not. */
    @Test
    void linesBehindAnOpenQuoteAreReadAsRecords() {
        String filling = "x".repeat(1023) + '\n';
        Read read = Read.of(ImportFormat.CSV, LongFile.of("a\n\"1\n", filling, "\n2\n"));
        int lines = CHUNKS * (CHUNK / filling.length());
        assertMalformed(read.records().get(1), 2);
        assertThat(read.records()).hasSize(lines + 3);
        assertThat(read.records().get(2)).isEqualTo(new Cells(3, List.of(filling.strip())));
        assertThat(read.records().getLast()).isEqualTo(new Cells(lines + 4, List.of("2")));
    }

    @Test
    void aLineOfNdjsonWithoutAnEndIsRefusedAndTheNextIsRead() {
        Read read =
                Read.of(
                        ImportFormat.NDJSON,
                        LongFile.of("{}\n{\"a\": \"", "x", "\"}\n{\"b\": 1}\n"));
        assertThat(read.records()).hasSize(3);
        assertMalformed(read.records().get(1), 2);
        assertThat(read.records().get(2))
                .isInstanceOfSatisfying(
                        JsonObject.class, json -> assertThat(json.line()).isEqualTo(3));
        assertThat(read.allocated()).isLessThan(MOST_HELD);
    }

    /** Whether the longest record is just accepted or just not, none of its neighbors is lost. */
    @Test
    void aRecordAboutAsLongAsMayBeTakesNoneOfTheNextLine() {
        for (int length = Records.LARGEST_RECORD - 3;
                length < Records.LARGEST_RECORD + 4;
                length++) {
            String cell = "x".repeat(length - 2);
            for (String record : List.of(cell + "xx", '"' + cell + '"')) {
                for (String end : List.of("\n", "\r\n", "\r")) {
                    byte[] file = (record + end + "next" + end).getBytes(UTF_8);
                    List<FileRecord> read =
                            Read.of(ImportFormat.CSV, no -> no == 0 ? file : null).records();
                    assertThat(read).as("%d %s", length, record.charAt(0)).hasSize(2);
                    boolean isTaken = read.getFirst() instanceof Cells;
                    assertThat(isTaken).isEqualTo(length <= Records.LARGEST_RECORD);
                    assertThat(read.getLast()).isEqualTo(new Cells(2, List.of("next")));
                }
            }
            byte[] file = ("{\"a\":\"" + "x".repeat(length - 8) + "\"}\n{}\n").getBytes(UTF_8);
            List<FileRecord> read =
                    Read.of(ImportFormat.NDJSON, no -> no == 0 ? file : null).records();
            assertThat(read).hasSize(2);
            assertThat(read.getFirst() instanceof JsonObject)
                    .isEqualTo(length <= Records.LARGEST_RECORD);
            assertThat(read.getLast().line()).isEqualTo(2);
        }
    }

    private static void assertMalformed(FileRecord record, long line) {
        assertThat(record)
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> {
                            assertThat(unreadable.line()).isEqualTo(line);
                            assertThat(unreadable.fault().code())
                                    .isEqualTo(FaultCode.MALFORMED_LINE);
                        });
    }
}
