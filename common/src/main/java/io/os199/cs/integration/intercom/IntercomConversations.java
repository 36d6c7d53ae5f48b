package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.integration.intercom.IntercomReader.Read;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads conversations that were changed, each by itself with the people it names. */
final class IntercomConversations implements Sync {
    /** The name of the cursor. */
    static final String RESOURCE = "conversations";

    private static final String NAME = "intercom-conversations";
    private static final IntercomSearch.Resource CONVERSATIONS =
            new IntercomSearch.Resource(RESOURCE, "conversations");

    private final Database database;
    private final IntercomCalls calls;
    private final IntercomSearch search;
    private final IntercomStore store;
    private final IntegrationStates states;

    IntercomConversations(
            Database database,
            IntercomCalls calls,
            IntercomSearch search,
            IntercomStore store,
            IntegrationStates states) {
        this.database = database;
        this.calls = calls;
        this.search = search;
        this.store = store;
        this.states = states;
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
        boolean whole = search.read(round, CONVERSATIONS, new Pages(new IntercomReader(calls)));
        if (whole) {
            states.synced(Integration.INTERCOM);
        }
        return whole;
    }

    private final class Pages implements IntercomSearch.Pages<List<Read>> {
        private final IntercomReader reader;

        Pages(IntercomReader reader) {
            this.reader = reader;
        }

        @Override
        public List<Read> prepare(JsonNode records) throws UntoldException {
            List<Read> page = new ArrayList<>();
            for (JsonNode each : records) {
                String id = IntercomMapping.text(each.path("id"));
                if (id != null) {
                    page.add(reader.read(id));
                }
            }
            return page;
        }

        @Override
        public Map<String, Integer> store(Transaction tx, List<Read> page) {
            IntercomStore.Counts counts = store.store(tx, page);
            return Map.of(
                    "stored",
                    counts.stored(),
                    "unchanged",
                    counts.unchanged(),
                    "unmatched",
                    counts.unmatched(),
                    "skipped",
                    counts.skipped());
        }
    }
}
