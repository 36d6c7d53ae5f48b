package io.os199.cs.ingest;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientKeys;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.collect.FeedbackCollection;
import io.os199.cs.feedback.collect.FeedbackCollection.StoredAnswer;
import io.os199.cs.feedback.collect.NewFeedback;
import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.text.TextReader.Reading;
import io.os199.cs.ingest.file.FilePosition;
import io.os199.cs.ingest.file.Records;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.file.RowReader;
import io.os199.cs.ingest.file.UnreadableFileException;
import io.os199.cs.ingest.kind.Batch;
import io.os199.cs.ingest.kind.Check;
import io.os199.cs.ingest.kind.Key;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.retention.satisfaction.SurveyResponses.NewAnswer;
import io.os199.cs.usage.Unmatched;
import io.os199.cs.usage.UsageIntake;
import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.LineFault;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes rows as they happen: they are read, checked and merged as in an import, except that a row which is already
 * stored stays as it is, and that a new row has the same consequences as one that a tool reports. Only for kinds
 * without months.
 */
public final class RowIntake {
    /** The maximum number of lines in a body. */
    public static final int MOST_LINES = 1_000;

    private final Database database;
    private final Kind kind;
    private final String rowName;
    private final Preparation preparation;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    private RowIntake(
            Database database,
            String kind,
            String rowName,
            Preparation preparation,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.kind = Kinds.named(kind).orElseThrow();
        this.rowName = rowName;
        this.preparation = preparation;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /** Returns the intake of touchpoints, in which an inbound touchpoint answers an outbound one. */
    public static RowIntake touchpoints(
            Database database,
            Touchpoints touchpoints,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        Sequel sequel =
                (tx, batch, actor) -> {
                    List<Touchpoints.Stored> stored =
                            tx.dao(RowIntakeDao.class).touchpoints(batch).stream()
                                    .map(
                                            each ->
                                                    new Touchpoints.Stored(
                                                            each.touchpointId(), each.touchpoint()))
                                    .toList();
                    touchpoints.follow(tx, stored, UsageIntake.SOURCE, actor);
                    return stored.stream()
                            .map(
                                    each ->
                                            new NewRow(
                                                    each.touchpoint().clientId(),
                                                    each.touchpointId()))
                            .toList();
                };
        return new RowIntake(
                database, "touchpoints", "touchpoint", _ -> sequel, auditLog, answers, clock);
    }

    /** Returns the intake of survey responses, in which the reason of an answer becomes feedback. */
    public static RowIntake surveyResponses(
            Database database,
            FeedbackCollection collection,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        Preparation preparation =
                rows -> {
                    Map<String, Reading> readings =
                            collection.read(
                                    rows.stream()
                                            .map(row -> row.get("reason"))
                                            .filter(Objects::nonNull)
                                            .toList());
                    return (tx, batch, actor) -> {
                        List<NewAnswer> stored = tx.dao(RowIntakeDao.class).answers(batch);
                        collection.follow(
                                tx,
                                stored.stream().map(each -> told(each, readings)).toList(),
                                UsageIntake.SOURCE,
                                actor,
                                batch.now());
                        return stored.stream()
                                .map(each -> new NewRow(each.clientId(), each.responseId()))
                                .toList();
                    };
                };
        return new RowIntake(
                database,
                "survey_responses",
                "survey_response",
                preparation,
                auditLog,
                answers,
                clock);
    }

    private static StoredAnswer told(NewAnswer answer, Map<String, Reading> readings) {
        String reason = answer.reasonText();
        Reading reading = reason == null ? null : readings.get(reason);
        return new StoredAnswer(
                answer.responseId(),
                new NewFeedback(
                        answer.clientId(),
                        FeedbackType.valueOf(answer.kind().name()),
                        answer.score(),
                        answer.surveyId(),
                        FeedbackSource.SURVEY,
                        answer.contactEmail(),
                        null,
                        null,
                        reading == null ? null : reason,
                        null,
                        null,
                        List.of(),
                        Severity.MEDIUM,
                        answer.externalId(),
                        null,
                        answer.respondedAt()),
                reading);
    }

    /** Does the part of the work on a body's good rows that needs no connection and may take long. */
    @FunctionalInterface
    private interface Preparation {
        Sequel of(List<Row> rows);
    }

    /** A row that the merge created. */
    private record NewRow(String clientId, String rowId) {}

    /** Does what follows from the new rows of a batch, and returns those rows. */
    @FunctionalInterface
    private interface Sequel {
        List<NewRow> follow(Transaction tx, Batch batch, Actor actor);
    }

    /** Stores the good lines of NDJSON and returns once they are committed; empty where the body is no NDJSON. */
    public Optional<IntakeAnswer> take(byte[] ndjson, Actor actor) {
        Instant now = StoredTime.now(clock);
        List<Row> good = new ArrayList<>();
        List<LineFault> bad = new ArrayList<>();
        try {
            read(ndjson, now, good, bad);
        } catch (UnreadableFileException _) {
            return Optional.empty();
        }
        boolean isNdjson =
                !good.isEmpty()
                        || bad.stream().anyMatch(fault -> fault.code() != LineCode.MALFORMED_LINE);
        if (!isNdjson) {
            return Optional.empty();
        }
        Sequel sequel = preparation.of(good);
        return Optional.of(database.write(tx -> store(tx, good, bad, sequel, actor, now)));
    }

    private void read(byte[] ndjson, Instant now, List<Row> good, List<LineFault> bad) {
        Records records =
                Records.of(
                        ImportFormat.NDJSON,
                        ',',
                        chunkNo -> chunkNo == 0 ? ndjson : null,
                        FilePosition.START);
        RowReader reader = new RowReader(kind.layout(), List.of(), false, now);
        Records.FileRecord next = records.next();
        while (next != null) {
            switch (reader.read(next)) {
                case Row.Good(Row row) -> good.add(row);
                case Row.Bad(List<RowFault> faults) -> bad.add(fault(faults.getFirst()));
            }
            next = records.next();
        }
    }

    private static LineFault fault(RowFault fault) {
        return new LineFault(
                Math.toIntExact(fault.line()),
                LineCode.valueOf(fault.code().name()),
                fault.message());
    }

    private IntakeAnswer store(
            Transaction tx,
            List<Row> good,
            List<LineFault> bad,
            Sequel sequel,
            Actor actor,
            Instant now) {
        List<LineFault> rejected = new ArrayList<>(bad);
        Batch batch =
                new Batch(
                        TypeId.next("intake"),
                        -1,
                        0,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        false,
                        actor.principal(),
                        now);
        long accepted = 0;
        long duplicates = 0;
        if (stage(tx, batch, good, rejected)) {
            duplicates += check(tx, batch, rejected);
            ImportCounts counts = kind.merge(tx, batch);
            accepted += counts.insertedCount();
            duplicates += counts.skippedCount();
            List<NewRow> fresh = sequel.follow(tx, batch, actor);
            tx.dao(StagingDao.class).delete(kind, batch.importId());
            tell(tx, fresh, actor);
        }
        rejected.sort(Comparator.comparingInt(LineFault::line));
        return new IntakeAnswer(
                Math.toIntExact(accepted), Math.toIntExact(duplicates), List.copyOf(rejected));
    }

    /**
     * Stages the rows whose clients exist, and returns whether there are any; those clients are locked until the
     * transaction ends.
     */
    private boolean stage(Transaction tx, Batch batch, List<Row> rows, List<LineFault> rejected) {
        Map<String, String> clientIds =
                ClientKeys.find(tx, rows.stream().map(RowIntake::client).toList());
        StagedRows staged = new StagedRows(kind, batch.importId());
        Set<String> named = new TreeSet<>();
        List<String> unmatched = new ArrayList<>();
        for (Row row : rows) {
            String clientId = clientIds.get(client(row));
            if (clientId == null) {
                unmatched.add(client(row));
                rejected.add(
                        new LineFault(
                                Math.toIntExact(row.line()),
                                LineCode.UNKNOWN_CLIENT,
                                "no client has this id or external id"));
            } else {
                named.add(clientId);
                staged.add(0, row, clientId);
            }
        }
        Unmatched.count(tx, rowName, unmatched, batch.now());
        if (staged.size() == 0) {
            return false;
        }
        var _ = tx.dao(RowIntakeDao.class).lock(named.toArray(String[]::new));
        tx.dao(StagingDao.class).copy(kind, staged);
        return true;
    }

    private static String client(Row row) {
        return Objects.requireNonNull(row.get(Kind.CLIENT));
    }

    /**
     * Rejects what an import would reject, except rows that repeat an earlier one, and returns how many of those
     * there are.
     */
    private long check(Transaction tx, Batch batch, List<LineFault> rejected) {
        StagingDao staging = tx.dao(StagingDao.class);
        for (Check check : kind.checks()) {
            reject(staging.find(kind, check, batch, MOST_LINES), rejected);
        }
        long repeated = 0;
        for (Key key : kind.keys()) {
            StagingDao.Found found = staging.findDuplicates(kind, key, batch, MOST_LINES);
            if (key.equals(kind.keys().getFirst())) {
                repeated = found.rowCount();
            } else {
                reject(found, rejected);
            }
        }
        return repeated;
    }

    private static void reject(StagingDao.Found found, List<LineFault> rejected) {
        found.faults().forEach(fault -> rejected.add(fault(fault)));
    }

    private void tell(Transaction tx, List<NewRow> fresh, Actor actor) {
        if (fresh.isEmpty()) {
            return;
        }
        answers.changedAll(tx, fresh.stream().map(NewRow::clientId).distinct().toList());
        auditLog.record(
                tx,
                AuditEntry.doneToMany(
                        actor,
                        UsageIntake.SOURCE,
                        "take %d %s".formatted(fresh.size(), kind.name()),
                        fresh.stream().map(NewRow::rowId).toList()));
    }
}
