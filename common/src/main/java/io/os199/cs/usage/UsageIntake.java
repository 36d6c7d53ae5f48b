package io.os199.cs.usage;

import io.os199.cs.core.ClientKeys;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.IntakeLine;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.LineFault;
import io.os199.cs.usage.model.StoredEvents;
import io.os199.cs.usage.model.UsageEvent;

import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes bodies of events from the product: reads them, finds their clients, and stores what is new. */
public final class UsageIntake {
    /** The source of these events, under which unmatched references are also counted. */
    public static final String SOURCE = "ingest";

    /** The maximum number of lines in a body. */
    public static final int MOST_LINES = 5_000;

    private static final String KIND = "usage_event";

    private final Database database;
    private final UsageMonths months;
    private final UsageEvents events;
    private final UsageLineReader reader;
    private final Clock clock;

    public UsageIntake(Database database, UsageMonths months, UsageEvents events, Clock clock) {
        this.database = database;
        this.months = months;
        this.events = events;
        this.reader = new UsageLineReader(clock);
        this.clock = clock;
    }

    /** Stores the good lines of NDJSON and returns once they are committed; empty if the body is not NDJSON. */
    public Optional<IntakeAnswer> take(byte[] ndjson) {
        IntakeBody body = read(ndjson);
        return body.isNdjson() ? Optional.of(store(body)) : Optional.empty();
    }

    /** Reads NDJSON line by line. */
    public IntakeBody read(byte[] ndjson) {
        return IntakeBody.read(ndjson, reader);
    }

    /** Stores the good lines in one transaction, and returns once it is committed. */
    public IntakeAnswer store(IntakeBody body) {
        Set<YearMonth> wanted =
                body.good().stream().map(line -> line.event().month()).collect(Collectors.toSet());
        months.open(wanted);
        List<LineFault> rejected = new ArrayList<>(body.bad());
        StoredEvents stored =
                database.write(
                        tx -> {
                            List<LineFault> refused = new ArrayList<>();
                            List<IntakeLine> open = open(tx, wanted, body.good(), refused);
                            StoredEvents each = store(tx, open, refused);
                            // Not before the commit: a transaction that met a deadlock is run
                            // again.
                            tx.afterCommit(() -> rejected.addAll(refused));
                            return each;
                        });
        rejected.sort(Comparator.comparingInt(LineFault::line));
        return new IntakeAnswer(stored.acceptedCount(), stored.duplicateCount(), rejected);
    }

    /** Returns the lines whose months are open, and refuses the others. */
    private List<IntakeLine> open(
            Transaction tx,
            Set<YearMonth> wanted,
            List<IntakeLine> lines,
            List<LineFault> refused) {
        Set<YearMonth> closed = months.closed(tx, wanted);
        List<IntakeLine> open = new ArrayList<>(lines.size());
        for (IntakeLine line : lines) {
            if (closed.contains(line.event().month())) {
                refused.add(
                        new LineFault(
                                line.line(),
                                LineCode.OUT_OF_RANGE,
                                "the events of that month are no longer kept"));
            } else {
                open.add(line);
            }
        }
        return open;
    }

    private StoredEvents store(Transaction tx, List<IntakeLine> lines, List<LineFault> refused) {
        Map<String, String> clientIds =
                ClientKeys.find(tx, lines.stream().map(line -> line.event().client()).toList());
        List<String> unmatched = new ArrayList<>();
        List<UsageEvent> known = new ArrayList<>(lines.size());
        for (IntakeLine line : lines) {
            String reference = line.event().client();
            String clientId = clientIds.get(reference);
            if (clientId == null) {
                unmatched.add(reference);
                refused.add(
                        new LineFault(
                                line.line(),
                                LineCode.UNKNOWN_CLIENT,
                                "no client has this id or external id"));
            } else {
                known.add(line.event().of(clientId));
            }
        }
        StoredEvents stored =
                known.isEmpty() ? new StoredEvents(0, 0) : events.store(tx, known, SOURCE);
        Unmatched.count(tx, KIND, unmatched, clock.instant());
        return stored;
    }
}
