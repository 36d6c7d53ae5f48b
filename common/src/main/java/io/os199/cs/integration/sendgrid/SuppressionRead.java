package io.os199.cs.integration.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.communication.event.LearnedSuppression;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.communication.event.Suppression;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.SyncCursors.Cursor;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.http.Retries;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads once a day which addresses SendGrid no longer mails, as a lost delivery would have reported. Each page is
 * stored with the position of the next in one transaction.
 */
public final class SuppressionRead implements Sync {
    private static final String NAME = "sendgrid-suppressions";

    private static final Integration SENDGRID = Integration.SENDGRID;
    private static final int PAGE = 500;
    private static final int OVERTAKEN = -1;
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration FIRST = Duration.ofDays(30);
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Database database;
    private final VendorClient client;
    private final MailEvents events;
    private final SyncCursors cursors;
    private final IntegrationStates states;
    private final ServiceStanding standing;
    private final IntegrationMetrics metrics;
    private final Clock clock;

    public SuppressionRead(
            Database database,
            VendorClient client,
            MailEvents events,
            IntegrationStates states,
            ServiceStanding standing,
            IntegrationMetrics metrics,
            Clock clock) {
        this.database = database;
        this.client = client;
        this.events = events;
        this.cursors = new SyncCursors(clock);
        this.states = states;
        this.standing = standing;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A list of SendGrid's, and what it means for the addresses in it. */
    private enum Listing {
        BOUNCES(Suppression.Scope.ALL, Suppression.Reason.HARD_BOUNCE),
        INVALID_EMAILS(Suppression.Scope.ALL, Suppression.Reason.INVALID_ADDRESS),
        SPAM_REPORTS(Suppression.Scope.ALL, Suppression.Reason.COMPLAINT),
        UNSUBSCRIBES(Suppression.Scope.MARKETING, Suppression.Reason.UNSUBSCRIBE);

        private final Suppression.Scope scope;
        private final Suppression.Reason reason;

        Listing(Suppression.Scope scope, Suppression.Reason reason) {
            this.scope = scope;
            this.reason = reason;
        }

        String resource() {
            return "suppression/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** A page of a list: the entries that were added between two instants, from an offset on. */
    private record Place(Instant from, Instant to, long offset) {
        static @Nullable Place parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            String[] parts = text.split(" ", -1);
            return new Place(
                    Instant.ofEpochSecond(Long.parseLong(parts[0])),
                    Instant.ofEpochSecond(Long.parseLong(parts[1])),
                    Long.parseLong(parts[2]));
        }

        Place next() {
            return new Place(from, to, offset + PAGE);
        }

        String query() {
            return "?start_time=%d&end_time=%d&limit=%d&offset=%d"
                    .formatted(from.getEpochSecond(), to.getEpochSecond(), PAGE, offset);
        }

        @Override
        public String toString() {
            return from.getEpochSecond() + " " + to.getEpochSecond() + " " + offset;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String cron() {
        return "40 5 * * *";
    }

    /** Reads all lists, going on where an earlier run ended. */
    @Override
    public void run() {
        SoleRound.run(database, NAME, false, this::run);
    }

    private boolean run(SoleRound round) {
        Instant end = clock.instant().plus(BUDGET);
        boolean whole = true;
        for (Listing each : Listing.values()) {
            whole &= read(round, each, end);
        }
        if (whole) {
            states.synced(SENDGRID);
        }
        return whole;
    }

    private boolean read(SoleRound round, Listing list, Instant end) {
        Cursor cursor = database.current(tx -> cursors.find(tx, SENDGRID, list.resource()));
        Place place = begin(cursor);
        while (clock.instant().isBefore(end)) {
            round.stay();
            String path = "/v3/" + list.resource();
            VendorAnswer answer =
                    client.read(VendorRequest.get(path, path + place.query()), Retries.inbound());
            standing.saw(answer);
            List<LearnedSuppression> page = page(list, answer);
            if (page == null) {
                standing.stopped(list.resource(), answer);
                return false;
            }
            boolean isLast = page.size() < PAGE;
            Cursor from = cursor;
            Cursor to =
                    isLast
                            ? new Cursor(null, place.to())
                            : new Cursor(place.next().toString(), cursor.completeTo());
            int fresh =
                    database.write(
                            tx ->
                                    cursors.advance(tx, SENDGRID, list.resource(), from, to)
                                            ? events.learn(tx, page, SENDGRID.wireName())
                                            : OVERTAKEN);
            if (fresh == OVERTAKEN) {
                return false;
            }
            metrics.rows(SENDGRID, list.resource(), "stored", fresh);
            metrics.rows(SENDGRID, list.resource(), "unchanged", page.size() - (long) fresh);
            if (isLast) {
                metrics.complete(SENDGRID, list.resource(), place.to());
                return true;
            }
            place = place.next();
            cursor = to;
        }
        return false;
    }

    private Place begin(Cursor cursor) {
        Place within = Place.parse(cursor.place());
        if (within != null) {
            return within;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant completeTo = cursor.completeTo();
        return new Place(completeTo == null ? now.minus(FIRST) : completeTo.minus(OVERLAP), now, 0);
    }

    /**
     * Returns the entries of a page; absent where the answer is no page. An entry without an address still counts as
     * one of the page.
     */
    private static @Nullable List<LearnedSuppression> page(Listing list, VendorAnswer answer) {
        if (!(answer instanceof VendorAnswer.Done done)) {
            return null;
        }
        JsonNode body;
        try {
            body = Json.read(done.body(), JsonNode.class);
        } catch (IllegalArgumentException notJson) {
            return null;
        }
        if (!body.isArray()) {
            return null;
        }
        List<LearnedSuppression> page = new ArrayList<>();
        for (JsonNode each : body) {
            String email = each.path("email").asText().strip().toLowerCase(Locale.ROOT);
            page.add(new LearnedSuppression(email.replace("\0", ""), list.scope, list.reason));
        }
        return page;
    }
}
