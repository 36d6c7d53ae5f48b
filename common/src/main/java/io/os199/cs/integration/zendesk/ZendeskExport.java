package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.SyncCursors.Cursor;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads one of Zendesk's incremental exports from where its cursor stands, page by page. */
final class ZendeskExport {
    private static final Integration ZENDESK = Integration.ZENDESK;
    private static final Duration BUDGET = Duration.ofMinutes(10);

    /** The number of records per page; if they are large, a page has some megabytes. */
    private static final int PER_PAGE = 500;

    /** The age below which Zendesk does not report records yet. */
    private static final Duration LEFT_OUT = Duration.ofMinutes(1);

    /** The result if somebody set the cursor back or was faster. */
    private static final ZendeskStore.Counts OVERTAKEN = new ZendeskStore.Counts(-1, 0, 0);

    private final Database database;
    private final ZendeskCalls calls;
    private final SyncCursors cursors;
    private final IntegrationMetrics metrics;
    private final Instant since;
    private final Clock clock;

    /** @param since where the very first run begins */
    ZendeskExport(
            Database database,
            ZendeskCalls calls,
            IntegrationMetrics metrics,
            Instant since,
            Clock clock) {
        this.database = database;
        this.calls = calls;
        this.cursors = new SyncCursors(clock);
        this.metrics = metrics;
        this.since = since;
        this.clock = clock;
    }

    /**
     * An export.
     *
     * @param resource the name of the cursor, and the path below {@code incremental}
     * @param records the field of a page that holds the records
     * @param include what comes along with them; empty for nothing
     */
    record Resource(String resource, String records, String include, Form form) {
        String template() {
            return "/api/v2/incremental/" + resource;
        }
    }

    /** How an export continues. */
    enum Form {
        /** By a cursor that a page names. */
        BY_CURSOR,
        /** From the instant at which a page ends; pages overlap. */
        BY_TIME
    }

    /** Processes a page. */
    interface Page {
        /** Fetches from Zendesk what has to be known before storing; false where it gives no answer. */
        default boolean prepare(JsonNode body) {
            return true;
        }

        /** Stores the page, and returns the number of rows by result. */
        ZendeskStore.Counts store(Transaction tx, JsonNode body);
    }

    /** Returns the instant up to which an export has been read completely. */
    Optional<Instant> completeTo(Resource resource) {
        return Optional.ofNullable(
                database.current(tx -> cursors.find(tx, ZENDESK, resource.resource()))
                        .completeTo());
    }

    /** Whether an export has been read completely up to an instant not longer ago, and is not being read once more. */
    boolean isRead(Resource resource, Duration ago) {
        return completeTo(resource)
                .filter(to -> to.isAfter(clock.instant().minus(ago)))
                .isPresent();
    }

    /**
     * Reads on from the cursor.
     *
     * @param until the instant beyond which reading is of no use now; absent to read all there is
     * @return whether all was read
     */
    boolean read(SoleRound round, Resource resource, @Nullable Instant until, Page page) {
        Instant end = clock.instant().plus(BUDGET);
        Cursor cursor = database.current(tx -> cursors.find(tx, ZENDESK, resource.resource()));
        while (clock.instant().isBefore(end)) {
            round.stay();
            Instant asked = clock.instant().minus(LEFT_OUT).truncatedTo(ChronoUnit.SECONDS);
            Instant from = start(cursor, asked);
            if (until != null && !from.isBefore(until)) {
                return true;
            }
            VendorAnswer answer =
                    calls.read(resource.template(), path(resource, cursor.place(), from));
            JsonNode body = AnswerBody.object(answer);
            if (body == null || !body.path(resource.records()).isArray()) {
                calls.stopped(
                        resource.resource(),
                        body == null ? answer : new VendorAnswer.Unexpected(200, "no page"));
                forget(resource, cursor, answer);
                return false;
            }
            boolean isLast = isLast(resource, body);
            Cursor to = next(resource, body, cursor, from, asked, until, isLast);
            if (!page.prepare(body)) {
                return false;
            }
            Cursor at = cursor;
            ZendeskStore.Counts counts =
                    database.write(
                            tx ->
                                    cursors.advance(tx, ZENDESK, resource.resource(), at, to)
                                            ? page.store(tx, body)
                                            : OVERTAKEN);
            if (counts.stored() < 0) {
                return false;
            }
            told(resource, counts, to);
            cursor = to;
            if (isLast || stands(resource, from, to)) {
                return isLast || until != null;
            }
            if (answer instanceof VendorAnswer.Done done && !calls.goesOn(done)) {
                return false;
            }
        }
        return false;
    }

    private void told(Resource resource, ZendeskStore.Counts counts, Cursor to) {
        metrics.rows(ZENDESK, resource.resource(), "stored", counts.stored());
        metrics.rows(ZENDESK, resource.resource(), "unchanged", counts.unchanged());
        metrics.rows(ZENDESK, resource.resource(), "unmatched", counts.unmatched());
        Instant completeTo = to.completeTo();
        if (completeTo != null) {
            metrics.complete(ZENDESK, resource.resource(), completeTo);
        }
    }

    private Instant start(Cursor cursor, Instant asked) {
        Instant completeTo = cursor.completeTo();
        Instant from = completeTo == null ? since : completeTo;
        return from.isAfter(asked) ? asked : from;
    }

    private static String path(Resource resource, @Nullable String place, Instant from) {
        String include = resource.include().isEmpty() ? "" : "&include=" + resource.include();
        // The cursor has only letters and digits, and whatever it is, it stays one parameter.
        String where =
                place == null
                        ? "start_time=" + from.getEpochSecond()
                        : "cursor=" + URLEncoder.encode(place, StandardCharsets.UTF_8);
        return resource.template() + "?per_page=" + PER_PAGE + "&" + where + include;
    }

    private static boolean isLast(Resource resource, JsonNode body) {
        return body.path("end_of_stream").asBoolean(false)
                || body.path(resource.records()).isEmpty();
    }

    /** Whether the pages of an export by time make no progress and end at the same instant again. */
    private static boolean stands(Resource resource, Instant from, Cursor to) {
        return resource.form() == Form.BY_TIME && from.equals(to.completeTo());
    }

    private static Cursor next(
            Resource resource,
            JsonNode body,
            Cursor cursor,
            Instant from,
            Instant asked,
            @Nullable Instant until,
            boolean isLast) {
        if (resource.form() == Form.BY_TIME) {
            Instant to = seconds(body.path("end_time"), isLast ? asked : from);
            to = to.isAfter(asked) ? asked : to;
            to = until != null && to.isAfter(until) ? until : to;
            return new Cursor(null, to.isBefore(from) ? from : to);
        }
        String place = ZendeskPeople.text(body.path("after_cursor"));
        // Records are sorted by their last change: what happened earlier to one of a later page is
        // not known before
        // the end.
        Instant to = asked.isBefore(from) ? from : asked;
        return new Cursor(
                place == null ? cursor.place() : place, isLast ? to : cursor.completeTo());
    }

    private static Instant seconds(JsonNode node, Instant otherwise) {
        return node.isIntegralNumber() ? Instant.ofEpochSecond(node.asLong()) : otherwise;
    }

    /** Starts over from where all was read if Zendesk no longer accepts the cursor. */
    private void forget(Resource resource, Cursor cursor, VendorAnswer answer) {
        if (answer instanceof VendorAnswer.Rejected && cursor.place() != null) {
            Cursor anew = new Cursor(null, cursor.completeTo());
            database.write(tx -> cursors.advance(tx, ZENDESK, resource.resource(), cursor, anew));
        }
    }
}
