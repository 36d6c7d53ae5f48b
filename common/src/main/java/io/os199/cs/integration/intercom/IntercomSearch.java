package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.SyncCursors.Cursor;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the changed records of a resource by windows of time that are over: after all pages of a window, the cursor
 * stands at its end. A page's rows and the position of the next page are stored in one transaction.
 */
final class IntercomSearch {
    private static final Integration INTERCOM = Integration.INTERCOM;
    private static final int PAGE = 150;
    private static final Duration BUDGET = Duration.ofMinutes(10);
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    /** The age below which records are left out, because they may still come in another order. */
    private static final Duration LEFT_OUT = Duration.ofMinutes(1);

    private final Database database;
    private final IntercomCalls calls;
    private final IntegrationMetrics metrics;
    private final SyncCursors cursors;
    private final Instant since;
    private final Clock clock;

    /** @param since where the very first run begins */
    IntercomSearch(
            Database database,
            IntercomCalls calls,
            IntegrationMetrics metrics,
            Instant since,
            Clock clock) {
        this.database = database;
        this.calls = calls;
        this.metrics = metrics;
        this.cursors = new SyncCursors(clock);
        this.since = since;
        this.clock = clock;
    }

    /**
     * What is searched.
     *
     * @param resource the name in cursors and metrics; it is searched by {@code /resource/search}
     * @param records the field of a page that holds the records
     */
    record Resource(String resource, String records) {}

    /** Processes the pages of a resource. */
    interface Pages<T> {
        /** Fetches from Intercom what a page needs before it is stored. */
        T prepare(JsonNode records) throws UntoldException;

        /** Stores a page, and returns the number of rows by result, in the words of the metric. */
        Map<String, Integer> store(Transaction tx, T page);
    }

    /**
     * A page of a window.
     *
     * @param after the position where it begins; absent for the first
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

    /** Reads a window, going on where an earlier run ended; returns whether it was read to its end. */
    <T> boolean read(SoleRound round, Resource resource, Pages<T> pages) {
        try {
            return readOn(round, resource, pages);
        } catch (UntoldException untold) {
            calls.stopped(untold.resource(), untold.answer());
            return false;
        }
    }

    private <T> boolean readOn(SoleRound round, Resource resource, Pages<T> pages)
            throws UntoldException {
        Instant end = clock.instant().plus(BUDGET);
        Cursor cursor = database.current(tx -> cursors.find(tx, INTERCOM, resource.resource()));
        Place place = begin(cursor);
        while (clock.instant().isBefore(end)) {
            round.stay();
            VendorAnswer answer = calls.search("/" + resource.resource() + "/search", query(place));
            JsonNode body = AnswerBody.object(answer);
            if (body == null || !body.path(resource.records()).isArray()) {
                throw new UntoldException(
                        resource.resource(),
                        body == null ? answer : new VendorAnswer.Unexpected(200, "no page"));
            }
            T page = pages.prepare(body.path(resource.records()));
            String after = IntercomMapping.text(body.at("/pages/next/starting_after"));
            Place next = after == null ? null : new Place(place.from(), place.to(), after);
            Cursor from = cursor;
            Cursor to =
                    next == null
                            ? new Cursor(null, place.to())
                            : new Cursor(next.toString(), cursor.completeTo());
            Optional<Map<String, Integer>> counts =
                    database.write(
                            tx ->
                                    cursors.advance(tx, INTERCOM, resource.resource(), from, to)
                                            ? Optional.of(pages.store(tx, page))
                                            : Optional.empty());
            if (counts.isEmpty()) {
                // Somebody set the cursor back or was faster.
                return false;
            }
            counts.get()
                    .forEach(
                            (result, count) ->
                                    metrics.rows(INTERCOM, resource.resource(), result, count));
            if (next == null) {
                metrics.complete(INTERCOM, resource.resource(), place.to());
                return true;
            }
            cursor = to;
            place = next;
        }
        return false;
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
                                List.of(updated(">", place.from()), updated("<", place.to()))),
                        "pagination",
                        paging));
    }

    private static Map<String, Object> updated(String operator, Instant at) {
        return Map.of("field", "updated_at", "operator", operator, "value", at.getEpochSecond());
    }
}
