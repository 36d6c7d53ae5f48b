package io.os199.cs.platform.paging;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Sealer;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keyset cursors: the caller keeps the position where a page ended. A cursor holds the sort values of the last row as
 * they were, so that it stays valid when a row changes meanwhile. It is sealed, not encrypted: sort values that are
 * personal data do not belong in one.
 */
public final class Cursors {
    /** The longest cursor that a list gives out, in characters. */
    public static final int LONGEST = 2_000;

    private static final String PURPOSE = "cursor";
    private static final Duration GOOD_FOR = Duration.ofHours(24);

    private final Sealer sealer;
    private final Clock clock;

    public Cursors(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * Identifies the calls that are pages of the same list.
     *
     * @param list the name of the list
     * @param query its filters and its sort; {@code cursor} and {@code limit} in it do not count
     */
    public static String digest(String list, Record query) {
        return list + '.' + CanonicalJson.hash(Json.tree(query), Set.of("cursor", "limit"));
    }

    /** The cursor of the page that begins after the row with these sort values, the id last. */
    public String after(String digest, List<? extends @Nullable String> sortValues) {
        Position position = new Position(clock.instant(), digest, new ArrayList<>(sortValues));
        return sealer.seal(PURPOSE, Json.write(position));
    }

    /**
     * Returns the sort values after which the page begins; refused when the cursor was forged, belongs to another
     * query, or is older than 24 hours.
     */
    public Answer<List<@Nullable String>> open(String digest, String cursor) {
        return sealer.open(PURPOSE, cursor)
                .map(text -> Json.read(text, Position.class))
                .map(position -> checked(position, digest))
                .orElseGet(() -> stale("cursor was not given out by this server"));
    }

    /** Where a page begins: without a position, with the first row. */
    public record Start<P>(@Nullable P position) {}

    /** Makes a position from sort values, which are those of {@link #after}. */
    @FunctionalInterface
    public interface Positions<P> {
        P of(List<@Nullable String> sortValues);
    }

    /** Returns where the page begins that is asked for with or without a cursor; refused like {@link #open}. */
    public <P> Answer<Start<P>> start(
            String digest, @Nullable String cursor, Positions<P> positions) {
        return cursor == null
                ? Answer.of(new Start<>(null))
                : open(digest, cursor).map(values -> new Start<>(positions.of(values)));
    }

    private Answer<List<@Nullable String>> checked(Position position, String digest) {
        if (!position.digest().equals(digest)) {
            return stale("cursor was given out for other filters or another sort");
        }
        if (position.at().plus(GOOD_FOR).isBefore(clock.instant())) {
            return stale("cursor is older than 24 hours");
        }
        return Answer.of(position.sortValues());
    }

    private static <T> Answer<T> stale(String message) {
        return Answer.refused(
                Refusal.invalid("cursor", message, "next_cursor of the page before")
                        .hint("leave out cursor"));
    }

    private record Position(Instant at, String digest, List<@Nullable String> sortValues) {}
}
