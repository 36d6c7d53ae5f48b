package io.os199.cs.ingest;

import static io.os199.cs.ingest.KnownColumn.address;
import static io.os199.cs.ingest.KnownColumn.amount;
import static io.os199.cs.ingest.KnownColumn.choice;
import static io.os199.cs.ingest.KnownColumn.client;
import static io.os199.cs.ingest.KnownColumn.day;
import static io.os199.cs.ingest.KnownColumn.flag;
import static io.os199.cs.ingest.KnownColumn.json;
import static io.os199.cs.ingest.KnownColumn.moment;
import static io.os199.cs.ingest.KnownColumn.quantity;
import static io.os199.cs.ingest.KnownColumn.rate;
import static io.os199.cs.ingest.KnownColumn.text;
import static io.os199.cs.ingest.KnownColumn.texts;
import static io.os199.cs.ingest.KnownColumn.unsigned;
import static io.os199.cs.ingest.KnownColumn.whole;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kind of file as described.
 *
 * @param key the columns that must differ between rows, the one that is blamed last
 * @param wrong faults that lie in no single column
 */
record KnownKind(
        String name, List<KnownColumn> columns, List<String> key, List<WrongTogether> wrong) {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** Values of one row that contradict each other, or what is stored. */
    record WrongTogether(String code, String field, Map<String, String> values) {
        static WrongTogether of(String code, String field, String... namesAndValues) {
            Map<String, String> values = new TreeMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                values.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new WrongTogether(code, field, values);
        }
    }

    /** A file that has to be imported first, so that rows can refer to its content. */
    record Stored(String kind, String csv) {}

    /** Returns two clients with a contact each, and whatever else rows refer to. */
    static List<Stored> stored() {
        return List.of(
                new Stored("products", "product_id,name,list_price_amount\nP-1,Product,1\n"),
                new Stored("surveys", "survey_id,kind,name,question\nS-1,nps,NPS,Likely?\n"),
                new Stored("support_agents", "email,name,team\nagent@cs.example,Amy,one\n"),
                new Stored("clients", "external_id,name\nA-1,Acme\nA-2,Globex\n"),
                new Stored(
                        "contacts",
                        """
                        client,email,name,is_primary
                        A-1,ann@acme.example,Ann,true
                        A-2,ann@acme.example,Ann,true
                        """));
    }

    static List<KnownKind> all() {
        return List.of(
                clients(),
                contacts(),
                contracts(),
                usageEvents(),
                tickets(),
                touchpoints(),
                surveyResponses(),
                feedback(),
                productPrices(),
                supportAgents(),
                playbooks());
    }

    private static KnownKind of(
            String name, List<KnownColumn> columns, List<String> key, WrongTogether... wrong) {
        return new KnownKind(name, columns, key, List.of(wrong));
    }

    private static String at(int number, int secondsLater) {
        return BEGIN.plusSeconds(number + (long) secondsLater).toString();
    }

    private static KnownKind clients() {
        return of(
                "clients",
                List.of(
                        text("external_id", 200, n -> "F-" + n).required(),
                        text("name", 200, n -> "Firm " + n).required(),
                        text("company_name", 200, n -> "Firm " + n + " Ltd"),
                        text("industry", 100, n -> "Tools"),
                        choice("tier", "starter"),
                        choice("lifecycle_stage", "adoption"),
                        choice("status", "active"),
                        unsigned("contract_value", "1200.50"),
                        day("contract_start_date", n -> "2026-01-01"),
                        day("contract_end_date", n -> "2026-12-31"),
                        day("renewal_date", n -> "2026-12-01"),
                        text("csm", 200, n -> "amy@cs.example"),
                        texts("tags", 50, 50, "a|b\\|c"),
                        text("x_region", 500, n -> "emea").personal()),
                List.of("external_id"),
                WrongTogether.of(
                        "wrong_order", "contract_end_date", "contract_end_date", "2025-12-31"),
                WrongTogether.of("wrong_order", "renewal_date", "renewal_date", "2025-12-31"),
                WrongTogether.of("conflict", "status", "status", "churned"),
                WrongTogether.of("conflict", "name", "name", " acME "));
    }

    private static KnownKind contacts() {
        return of(
                "contacts",
                List.of(
                        client(),
                        address("email", n -> "p" + n + "@acme.example").required(),
                        text("name", 200, n -> "Pat " + n).required().personal(),
                        text("title", 200, n -> "Head").personal(),
                        choice("role", "user"),
                        flag("is_primary"),
                        flag("newsletter_opt_in"),
                        moment("left_company_at", n -> at(n, 0))),
                List.of("client", "email"),
                WrongTogether.of(
                        "conflict", "is_primary", "is_primary", "true", "left_company_at", ""));
    }

    private static KnownKind contracts() {
        return of(
                "contracts",
                List.of(
                        text("external_id", 200, n -> "K-" + n).required(),
                        client(),
                        choice("type", "new").required(),
                        amount("value", "1000").required(),
                        day("start_date", n -> "2025-01-01").required(),
                        day("end_date", n -> "2025-12-31").required(),
                        choice("billing_frequency", "annual"),
                        day("renewal_date", n -> "2025-12-01"),
                        flag("auto_renew"),
                        whole("notice_period_days", 0, 3_650, "30"),
                        text("payment_terms", 200, n -> "net 30"),
                        choice("payment_status", "current"),
                        choice("tier", "standard"),
                        whole("included_users", 1, 100_000_000, "5"),
                        texts("products", 100, 100, "P-1").unknown("P-1|P-404"),
                        rate("discount_rate", "0.1"),
                        text("signed_by", 200, n -> "Ann").personal(),
                        choice("status", "expired")),
                List.of("client", "external_id"),
                WrongTogether.of("wrong_order", "end_date", "end_date", "2024-12-31"),
                WrongTogether.of("wrong_order", "renewal_date", "renewal_date", "2024-12-31"),
                WrongTogether.of("out_of_range", "value", "value", "-0.01"),
                WrongTogether.of(
                        "conflict",
                        "value",
                        "value",
                        "-99999999",
                        "type",
                        "amendment",
                        "status",
                        "active"));
    }

    private static KnownKind usageEvents() {
        return of(
                "usage_events",
                List.of(
                        text("event_id", 200, n -> "e-" + n).required(),
                        client(),
                        text("user_key", 200, n -> "user-" + n % 9).required().personal(),
                        text("event_type", 100, n -> "view").required(),
                        moment("occurred_at", n -> at(n % 9 * 900_000, 0))
                                .withBad(
                                        new KnownColumn.Bad("out_of_range", "2016-06-01T00:00:00Z"))
                                .required(),
                        text("feature_key", 200, n -> "search"),
                        text("session_id", 200, n -> "s-" + n),
                        whole("duration_seconds", 0, 2_678_400, "30"),
                        quantity("quantity", "1.5")),
                List.of("client", "occurred_at", "event_id"));
    }

    /** Returns the kind for tickets, without the status, whose validity depends on the instants that accompany it. */
    private static KnownKind tickets() {
        return of(
                "tickets",
                List.of(
                        text("external_id", 200, n -> "T-" + n).required(),
                        client(),
                        text("subject", 500, n -> "Slow").required().personal(),
                        moment("opened_at", n -> at(n, 0)).required(),
                        text("description", 50_000, n -> "It is slow").personal(),
                        choice("priority", "P2"),
                        choice("category", "performance"),
                        address("requester_email", n -> "ann@acme.example"),
                        address("agent_email", n -> "agent@cs.example")
                                .unknown("nobody@cs.example"),
                        texts("tags", 50, 100, "a|b"),
                        moment("first_response_at", n -> at(n, 60)),
                        moment("resolved_at", n -> at(n, 120)),
                        moment("closed_at", n -> at(n, 180)),
                        whole("satisfaction", 1, 5, "4"),
                        moment("escalated_at", n -> at(n, 30))),
                List.of("client", "external_id"),
                early("first_response_at"),
                early("resolved_at"),
                early("closed_at"),
                early("escalated_at"));
    }

    private static WrongTogether early(String field) {
        return WrongTogether.of("wrong_order", field, field, "2025-12-31T23:59:59Z");
    }

    private static KnownKind touchpoints() {
        return of(
                "touchpoints",
                List.of(
                        text("source_ref", 200, n -> "C-" + n).required(),
                        client(),
                        choice("kind", "call").required(),
                        choice("direction", "inbound").required(),
                        moment("occurred_at", n -> at(n, 0)).required(),
                        address("contact_email", n -> "ann@acme.example")
                                .unknown("nobody@acme.example"),
                        text("subject", 500, n -> "Hello").personal(),
                        text("note", 20_000, n -> "We talked").personal(),
                        moment("answered_at", n -> at(n, 60)),
                        text("actor", 200, n -> "amy")),
                List.of("client", "source_ref"),
                early("answered_at"));
    }

    private static KnownKind surveyResponses() {
        return of(
                "survey_responses",
                List.of(
                        text("external_id", 200, n -> "R-" + n).required(),
                        client(),
                        choice("kind", "nps").required(),
                        whole("score", 0, 10, "9").required(),
                        moment("responded_at", n -> at(n, 0)).required(),
                        text("survey_id", 100, n -> "S-1").unknown("S-404"),
                        address("contact_email", n -> "ann@acme.example"),
                        text("reason", 20_000, n -> "Good").personal()),
                List.of("client", "external_id"),
                WrongTogether.of("out_of_range", "score", "kind", "csat", "score", "6"),
                WrongTogether.of("out_of_range", "score", "kind", "csat", "score", "0"),
                WrongTogether.of("out_of_range", "score", "kind", "ces", "score", "8"));
    }

    private static KnownKind feedback() {
        return of(
                "feedback",
                List.of(
                        choice("source", "email").required(),
                        text("source_ref", 200, n -> "B-" + n).required(),
                        client(),
                        choice("type", "general").required(),
                        text("content", 20_000, n -> "Nice").required().personal(),
                        moment("received_at", n -> at(n, 0)).required(),
                        address("contact_email", n -> "ann@acme.example"),
                        text("title", 500, n -> "Praise").personal(),
                        choice("category", "product"),
                        texts("tags", 50, 100, "a"),
                        choice("priority", "low"),
                        text("response", 200, n -> "").unknown("R-404")),
                List.of("client", "source", "source_ref"));
    }

    private static KnownKind productPrices() {
        return of(
                "product_prices",
                List.of(
                        text("product_id", 100, n -> "P-1").unknown("P-404").required(),
                        choice("tier", "starter").required(),
                        day("valid_from", n -> LocalDate.EPOCH.plusDays(n).toString()).required(),
                        unsigned("list_price_amount", "10").required(),
                        choice("price_unit", "flat").required()),
                List.of("product_id", "tier", "valid_from"));
    }

    private static KnownKind supportAgents() {
        return of(
                "support_agents",
                List.of(
                        address("email", n -> "g" + n + "@cs.example").required(),
                        text("name", 200, n -> "Gil " + n).required(),
                        text("team", 100, n -> "one").required(),
                        choice("seniority", "senior"),
                        texts("skills", 50, 100, "a|b"),
                        whole("max_open_tickets", 0, 10_000, "10"),
                        flag("active"),
                        flag("available"),
                        moment("last_assigned_at", n -> at(n, 0)),
                        json("external_ids", "{}")),
                List.of("email"));
    }

    private static KnownKind playbooks() {
        return of(
                "playbooks",
                List.of(
                        text("playbook_key", 100, n -> "pb-" + n).required(),
                        whole("playbook_version", 1, 1_000_000, "1").required(),
                        text("name", 200, n -> "Save").required(),
                        choice("kind", "retention").required(),
                        text("goal", 1_000, n -> "Stay").required(),
                        json("steps", "[]")
                                .withBad(new KnownColumn.Bad("wrong_type", "{}"))
                                .required(),
                        flag("active")),
                List.of("playbook_key", "playbook_version"));
    }
}
