package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.support.ticket.RemoteAgents.RemoteAgent;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The people who ask and who answer, fetched from Intercom once per run. */
final class IntercomPeople {
    private static final String CONTACT = "/contacts/{id}";
    private static final String COMPANIES = "/contacts/{id}/companies";

    private final IntercomCalls calls;
    private final Map<String, Contact> contacts = new HashMap<>();
    private @Nullable Staff staff;

    IntercomPeople(IntercomCalls calls) {
        this.calls = calls;
    }

    /** A person who asks. */
    record Contact(
            String id, @Nullable String email, @Nullable String name, List<Company> companies) {}

    /** A company that somebody asks for. */
    record Company(String id, @Nullable String companyId) {}

    /** The people who answer, by id, and the names of teams. */
    record Staff(Map<String, RemoteAgent> admins, Map<String, String> teams) {}

    /** Thrown when Intercom gives no usable answer. */
    static final class UntoldException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient String resource;
        private final transient VendorAnswer answer;

        UntoldException(String resource, VendorAnswer answer) {
            super(resource);
            this.resource = resource;
            this.answer = answer;
        }

        String resource() {
            return resource;
        }

        VendorAnswer answer() {
            return answer;
        }
    }

    /** Returns the contact with an id; of one that is gone only the id is known. */
    Contact contact(String id) throws UntoldException {
        Contact known = contacts.get(id);
        if (known == null) {
            known = ask(id);
            contacts.put(id, known);
        }
        return known;
    }

    private Contact ask(String id) throws UntoldException {
        String path = "/contacts/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        VendorAnswer answer = calls.read(CONTACT, path);
        if (answer instanceof VendorAnswer.Missing) {
            return new Contact(id, null, null, List.of());
        }
        JsonNode contact = object("contacts", answer);
        List<Company> companies = new ArrayList<>();
        for (JsonNode each :
                object("companies", calls.read(COMPANIES, path + "/companies")).path("data")) {
            String company = IntercomMapping.text(each.path("id"));
            if (company != null) {
                companies.add(new Company(company, IntercomMapping.text(each.path("company_id"))));
            }
        }
        return new Contact(
                id,
                IntercomMapping.text(contact.path("email")),
                IntercomMapping.text(contact.path("name")),
                companies);
    }

    /** Returns the people who answer. */
    Staff staff() throws UntoldException {
        Staff known = staff;
        if (known == null) {
            Map<String, String> teams = new HashMap<>();
            for (JsonNode each : object("teams", calls.read("/teams", "/teams")).path("teams")) {
                teams.put(each.path("id").asText(), each.path("name").asText());
            }
            Map<String, RemoteAgent> admins = new HashMap<>();
            for (JsonNode each :
                    object("admins", calls.read("/admins", "/admins")).path("admins")) {
                String id = each.path("id").asText();
                admins.put(
                        id,
                        new RemoteAgent(
                                id,
                                each.path("name").asText(),
                                each.path("email").asText(),
                                teams.get(each.at("/team_ids/0").asText())));
            }
            known = new Staff(Map.copyOf(admins), Map.copyOf(teams));
            staff = known;
        }
        return known;
    }

    private static JsonNode object(String resource, VendorAnswer answer) throws UntoldException {
        JsonNode body = AnswerBody.object(answer);
        if (body == null) {
            throw new UntoldException(resource, answer);
        }
        return body;
    }
}
