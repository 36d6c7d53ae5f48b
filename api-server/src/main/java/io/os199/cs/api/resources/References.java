package io.os199.cs.api.resources;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Completer.Completion;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.Suggestions;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Completes references to stored things as a person types. A caller who may not read them gets none. */
public final class References {
    private static final int MOST = 100;

    private final Database database;
    private final Suggestions suggestions = new Suggestions();

    public References(Database database) {
        this.database = database;
    }

    public Completion clients(String typed, Asked asked) {
        return stored(suggestions::clients, typed, asked);
    }

    public Completion csms(String typed, Asked asked) {
        return stored(suggestions::csms, typed, asked);
    }

    public Completion segments(String typed, Asked asked) {
        return stored(suggestions::segments, typed, asked);
    }

    /** The words that begin as typed, from a list that everyone may know. */
    public static Completion choices(Collection<String> words, String typed) {
        String start = typed.toLowerCase(Locale.ROOT);
        return first(words.stream().filter(word -> word.startsWith(start)).toList());
    }

    private interface Search {
        List<String> find(Transaction tx, String typed, int limit);
    }

    private Completion stored(Search search, String typed, Asked asked) {
        if (!asked.principal().has(Scope.CS_READ)) {
            return Completion.NONE;
        }
        return first(
                asked.cancellation()
                        .scope(
                                () ->
                                        asked.principal()
                                                .seeingItsWrites(() -> found(search, typed))));
    }

    private List<String> found(Search search, String typed) {
        return database.read(tx -> search.find(tx, typed, MOST + 1));
    }

    private static Completion first(List<String> found) {
        return new Completion(found.stream().limit(MOST).toList(), found.size() > MOST);
    }
}
