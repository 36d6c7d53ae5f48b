package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Cursors;
import io.os199.cs.integration.Cursors.Cursor;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.integration.intercom.IntercomReader.Read;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads conversations that were changed, by windows of time that are over: all pages of one, then the cursor stands at its end. A page's
 * conversations and the place of the next are stored in one transaction.
 */
final class IntercomConversations implements Sync {
    private static final String NAME = "intercom-conversations";
    private static final String RESOURCE = "conversations";
    private static final String SEARCH = "/conversations/search";
    private static final Integration INTERCOM = Integration.INTERCOM;
    private static final int PAGE = 150;
    private static final Duration BUDGET = Duration.ofMinutes(10);
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    /** What is younger may still be told in another order. */
    private static final Duration LEFT_OUT = Duration.ofMinutes(1);

    /** Somebody set the cursor back or was faster. */
    private static final IntercomStore.Counts OVERTAKEN = new IntercomStore.Counts(-1, 0, 0, 0);

    private final Database database;
    private final IntercomCalls calls;
    private final IntercomStore store;
    private final IntegrationStates states;
    private final IntegrationMetrics metrics;
    private final Cursors cursors;
    private final Instant since;
    private final Clock clock;

    /** @param since where the first run of all begins */
    IntercomConversations(
            Database database,
            IntercomCalls calls,
            IntercomStore store,
            IntegrationStates states,
            IntegrationMetrics metrics,
            Instant since,
            Clock clock) {
        this.database = database;
        this.calls = calls;
        this.store = store;
        this.states = states;
        this.metrics = metrics;
        this.cursors = new Cursors(clock);
        this.since = since;
        this.clock = clock;
    }

    /**
     * A page of a window.
     *
     * @param after where it begins; absent for the first
     */
    private record Place(Instant from, Instant to, @Nullable String after) {
        static @Nullable Place parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            String[] parts = text.split(" ", 3);
            return new Place(
                    Instant.ofEpochSecond(Long.parseLong(parts[0])),
                    Instant.ofEpochSecond(Long.parseLong(parts[1])),
                    parts[2]);
        }

        @Override
        public String toString() {
            return from.getEpochSecond() + " " + to.getEpochSecond() + " " + after;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String cron() {
        return "4-59/5 * * * *";
    }

    @Override
    public void run() {
        SoleRound.run(database, NAME, false, this::run);
    }

    private boolean run(SoleRound round) {
        boolean whole;
        try {
            whole = read(round);
        } catch (UntoldException untold) {
            calls.stopped(untold.resource(), untold.answer());
            return false;
        }
        if (whole) {
            database.write(
                    tx -> {
                        states.synced(tx, INTERCOM);
                        return true;
                    });
        }
        return whole;
    }

    private boolean read(SoleRound round) throws UntoldException {
        Instant end = clock.instant().plus(BUDGET);
        Cursor cursor = database.current(tx -> cursors.find(tx, INTERCOM, RESOURCE));
        Place place = begin(cursor);
        IntercomReader reader = new IntercomReader(calls);
        while (clock.instant().isBefore(end)) {
            round.stay();
            VendorAnswer answer = calls.search(SEARCH, query(place));
            JsonNode body = AnswerBody.object(answer);
            if (body == null || !body.path("conversations").isArray()) {
                throw new UntoldException(
                        RESOURCE,
                        body == null ? answer : new VendorAnswer.Unexpected(200, "no page"));
            }
            List<Read> page = new ArrayList<>();
            for (JsonNode each : body.path("conversations")) {
                String id = IntercomMapping.text(each.path("id"));
                if (id != null) {
                    page.add(reader.read(id));
                }
            }
            String after = IntercomMapping.text(body.at("/pages/next/starting_after"));
            Place next = after == null ? null : new Place(place.from(), place.to(), after);
            Cursor from = cursor;
            Cursor to =
                    next == null
                            ? new Cursor(null, place.to())
                            : new Cursor(next.toString(), cursor.completeTo());
            IntercomStore.Counts counts =
                    database.write(
                            tx ->
                                    cursors.advance(tx, INTERCOM, RESOURCE, from, to)
                                            ? store.store(tx, page)
                                            : OVERTAKEN);
            if (counts.stored() < 0) {
                return false;
            }
            told(counts);
            if (next == null) {
                metrics.complete(INTERCOM, RESOURCE, place.to());
                return true;
            }
            cursor = to;
            place = next;
        }
        return false;
    }

    private void told(IntercomStore.Counts counts) {
        metrics.rows(INTERCOM, RESOURCE, "stored", counts.stored());
        metrics.rows(INTERCOM, RESOURCE, "unchanged", counts.unchanged());
        metrics.rows(INTERCOM, RESOURCE, "unmatched", counts.unmatched());
        metrics.rows(INTERCOM, RESOURCE, "skipped", counts.skipped());
    }

    private Place begin(Cursor cursor) {
        Place within = Place.parse(cursor.place());
        if (within != null) {
            return within;
        }
        Instant to = clock.instant().minus(LEFT_OUT).truncatedTo(ChronoUnit.SECONDS);
        Instant completeTo = cursor.completeTo();
        Instant from = completeTo == null ? since : completeTo.minus(OVERLAP);
        return new Place(from.isBefore(to) ? from : to, to, null);
    }

    private static String query(Place place) {
        Map<String, Object> paging =
                place.after() == null
                        ? Map.of("per_page", PAGE)
                        : Map.of("per_page", PAGE, "starting_after", place.after());
        return Json.write(
                Map.of(
                        "query",
                        Map.of(
                                "operator",
                                "AND",
                                "value",
                                List.of(
                                        Map.of(
                                                "field",
                                                "updated_at",
                                                "operator",
                                                ">",
                                                "value",
                                                place.from().getEpochSecond()),
                                        Map.of(
                                                "field",
                                                "updated_at",
                                                "operator",
                                                "<",
                                                "value",
                                                place.to().getEpochSecond()))),
                        "pagination",
                        paging));
    }
}
