package io.os199.cs.ingest;

import io.os199.cs.core.ClientKeys;
import io.os199.cs.ingest.file.FilePosition;
import io.os199.cs.ingest.file.Header;
import io.os199.cs.ingest.file.Records;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.file.RowReader;
import io.os199.cs.ingest.file.UnreadableFileException;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.FaultCounts;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.UsageMonths;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads some chunks of the file into the staging table, and records in the same transaction where the next record
 * begins. A record belongs to the chunk in which it begins.
 */
final class StagingStep {
    private static final int CHUNKS = 4;

    // A row that says next to nothing is many times larger in memory than in the file.
    private static final int RECORDS = 50_000;

    /** A row and the chunk in which it begins. */
    private record Placed(int chunkNo, Row row) {}

    private final UsageMonths months;

    StagingStep(UsageMonths months) {
        this.months = months;
    }

    /**
     * @return whether that was the end of the file
     * @throws UnreadableFileException if it cannot be read any further
     */
    boolean take(Transaction tx, Kind kind, Course course, Instant now) {
        ImportDao dao = tx.dao(ImportDao.class);
        Records records =
                Records.of(
                        course.format(),
                        course.options().delimiter(),
                        chunkNo -> dao.chunk(course.importId(), chunkNo),
                        course.next());
        List<String> header = header(records, kind, course);
        RowReader reader =
                new RowReader(kind.layout(), header, course.options().hasDecimalComma(), now);
        List<Placed> rows = new ArrayList<>();
        List<RowFault> faults = new ArrayList<>();
        int readCount = 0;
        boolean atEnd = false;
        int until = course.next().chunkNo() + CHUNKS;
        while (readCount < RECORDS && faults.size() < RECORDS) {
            FilePosition at = records.position();
            if (at.chunkNo() >= until) {
                break;
            }
            Records.FileRecord record = records.next();
            if (record == null) {
                atEnd = true;
                break;
            }
            readCount++;
            switch (reader.read(record)) {
                case Row.Good(Row row) -> rows.add(new Placed(at.chunkNo(), row));
                case Row.Bad(List<RowFault> wrong) -> faults.addAll(wrong);
            }
        }
        int staged = stage(tx, kind, course, rows, faults);
        faults.sort(Comparator.comparingLong(RowFault::line));
        FilePosition next = records.position();
        dao.staged(
                course.importId(),
                course.format() == ImportFormat.CSV ? header : null,
                next.chunkNo(),
                next.offset(),
                next.line(),
                staged,
                RowFaults.keep(tx, course, faults),
                course.counts().plus(ImportCounts.read(readCount, readCount - staged)),
                course.faults().plus(FaultCounts.of(faults)).byCode(),
                atEnd ? ImportState.CHECKING : ImportState.STAGING,
                now);
        return atEnd;
    }

    private static List<String> header(Records records, Kind kind, Course course) {
        List<String> known = course.header();
        if (course.format() == ImportFormat.NDJSON) {
            return List.of();
        }
        return known == null ? Header.read(records.next(), kind.layout()) : known;
    }

    /** Stages rows, and returns how many; the others are at fault. */
    private int stage(
            Transaction tx, Kind kind, Course course, List<Placed> rows, List<RowFault> faults) {
        Map<String, String> clientIds =
                kind.isOfClients()
                        ? ClientKeys.find(
                                tx, rows.stream().map(each -> client(each.row())).toList())
                        : Map.of();
        Set<YearMonth> closed = closedMonths(tx, kind, rows);
        StagedRows staged = new StagedRows(kind, course.importId());
        for (Placed each : rows) {
            Row row = each.row();
            String clientId = kind.isOfClients() ? clientIds.get(client(row)) : null;
            String momentColumn = kind.monthsOf();
            if (kind.isOfClients() && clientId == null) {
                faults.add(
                        new RowFault(
                                row.line(),
                                Kind.CLIENT,
                                FaultCode.UNKNOWN_CLIENT,
                                "client is neither the id nor the external id of a client; import"
                                        + " clients first",
                                client(row)));
            } else if (momentColumn != null && closed.contains(month(row, momentColumn))) {
                faults.add(
                        new RowFault(
                                row.line(),
                                momentColumn,
                                FaultCode.OUT_OF_RANGE,
                                momentColumn + " is of a month whose events are no longer kept",
                                row.get(momentColumn)));
            } else {
                staged.add(each.chunkNo(), row, clientId);
            }
        }
        if (staged.size() > 0) {
            tx.dao(StagingDao.class).copy(kind, staged);
        }
        return staged.size();
    }

    private static String client(Row row) {
        return Objects.requireNonNull(row.get(Kind.CLIENT));
    }

    /**
     * Opens the months, and returns those that are closed. So far the transaction has locked no table that gets a
     * partition by this.
     */
    private Set<YearMonth> closedMonths(Transaction tx, Kind kind, List<Placed> rows) {
        String column = kind.monthsOf();
        if (column == null || rows.isEmpty()) {
            return Set.of();
        }
        Set<YearMonth> wanted =
                rows.stream().map(each -> month(each.row(), column)).collect(Collectors.toSet());
        months.open(wanted);
        return months.closed(tx, wanted);
    }

    private static YearMonth month(Row row, @Nullable String column) {
        String moment = Objects.requireNonNull(row.get(Objects.requireNonNull(column)));
        return YearMonth.from(Instant.parse(moment).atOffset(ZoneOffset.UTC));
    }
}
