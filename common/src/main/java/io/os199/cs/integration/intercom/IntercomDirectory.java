package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ContactNames;
import io.os199.cs.core.ContactNames.Named;
import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.intercom.IntercomPeople.Contact;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads people: fills in names that are missing here, and checks whether somebody has meanwhile said, there or here,
 * which client an unmatched company or person belongs to. Their conversations are then read once more.
 */
final class IntercomDirectory implements Sync {
    private static final String NAME = "intercom-people";
    private static final Integration INTERCOM = Integration.INTERCOM;
    private static final IntercomSearch.Resource CONTACTS =
            new IntercomSearch.Resource("contacts", "data");
    private static final String COMPANY = "/companies/{id}";
    private static final int MOST_NOBODYS = 200;

    private final Database database;
    private final IntercomCalls calls;
    private final IntercomSearch search;
    private final RemoteClients clients;
    private final ContactNames names;

    IntercomDirectory(
            Database database,
            IntercomCalls calls,
            IntercomSearch search,
            RemoteClients clients,
            ContactNames names) {
        this.database = database;
        this.calls = calls;
        this.search = search;
        this.clients = clients;
        this.names = names;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String cron() {
        return "7 * * * *";
    }

    @Override
    public void run() {
        SoleRound.run(database, NAME, false, this::run);
    }

    private boolean run(SoleRound round) {
        boolean whole = search.read(round, CONTACTS, new Names());
        try {
            List<RemoteKey> companies = new ArrayList<>();
            for (String id : nobodys(IntercomStore.COMPANY)) {
                round.stay();
                companies.add(company(id));
            }
            IntercomPeople people = new IntercomPeople(calls);
            List<RemoteKey> contacts = new ArrayList<>();
            for (String id : nobodys(IntercomStore.CONTACT)) {
                round.stay();
                Contact contact = people.contact(id);
                contacts.add(new RemoteKey(id, null, contact.email()));
            }
            database.write(
                    tx ->
                            clients.recognise(tx, INTERCOM, IntercomStore.COMPANY, companies)
                                    + clients.recognise(
                                            tx, INTERCOM, IntercomStore.CONTACT, contacts));
        } catch (UntoldException untold) {
            calls.stopped(untold.resource(), untold.answer());
            return false;
        }
        return whole;
    }

    private List<String> nobodys(String kind) {
        return database.current(tx -> clients.nobodys(tx, INTERCOM, kind, MOST_NOBODYS));
    }

    private RemoteKey company(String id) throws UntoldException {
        VendorAnswer answer =
                calls.read(COMPANY, "/companies/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        if (answer instanceof VendorAnswer.Missing) {
            return new RemoteKey(id, null, null);
        }
        JsonNode company = AnswerBody.object(answer);
        if (company == null) {
            throw new UntoldException("companies", answer);
        }
        return new RemoteKey(id, IntercomMapping.text(company.path("company_id")), null);
    }

    private final class Names implements IntercomSearch.Pages<List<Named>> {
        @Override
        public List<Named> prepare(JsonNode records) {
            List<Named> page = new ArrayList<>();
            for (JsonNode each : records) {
                String email = IntercomMapping.text(each.path("email"));
                String name = IntercomMapping.text(each.path("name"));
                if (email != null && name != null) {
                    page.add(new Named(email.replace("\0", ""), name.replace("\0", "")));
                }
            }
            return page;
        }

        @Override
        public Map<String, Integer> store(Transaction tx, List<Named> page) {
            int filled = names.fill(tx, page);
            return Map.of("stored", filled, "unchanged", page.size() - filled);
        }
    }
}
