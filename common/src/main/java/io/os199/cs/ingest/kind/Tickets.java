package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;
import static io.os199.cs.ingest.file.Column.whole;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.support.ticket.ImportedClocks;

/** Tickets from another help desk, in the state in which they were taken from it. */
final class Tickets {
    private static final Layout LAYOUT =
            Layout.of(
                            text("external_id", 200).required(),
                            text("client", 200).required(),
                            text("subject", 500).required().personal(),
                            moment("opened_at").required(),
                            text("description", 50_000).personal(),
                            choice("priority", "P0", "P1", "P2", "P3", "P4"),
                            choice(
                                    "category",
                                    "technical_issue",
                                    "performance",
                                    "bug_report",
                                    "feature_request",
                                    "how_to_question",
                                    "account_billing",
                                    "integration_support",
                                    "training_request",
                                    "data_issue",
                                    "other"),
                            choice(
                                    "status",
                                    "open",
                                    "pending",
                                    "in_progress",
                                    "waiting_on_customer",
                                    "resolved",
                                    "closed"),
                            address("requester_email"),
                            address("agent_email"),
                            texts("tags", 50, 100),
                            moment("first_response_at"),
                            moment("resolved_at"),
                            moment("closed_at"),
                            whole("satisfaction", 1, 5),
                            moment("escalated_at"))
                    .inOrder("opened_at", "first_response_at", "resolved_at", "closed_at")
                    .inOrder("opened_at", "escalated_at");

    private static final String SATISFACTION =
            TableKind.Builder.kept("satisfaction", "satisfaction");

    private static final String RESOLVED_AT = TableKind.Builder.kept("resolved_at", "resolved_at");
    private static final String CLOSED_AT = TableKind.Builder.kept("closed_at", "closed_at");

    private static final String STORED =
            Stored.byKeyOrId(
                    "tickets", "external_id", "ticket_id", "ticket", " and c.source = 'local'");

    private static final String STATUS =
            """
            case when s.status is not null then s.status
                when t.status is not null and not 'status' = any(s.cleared) and not %1$s
                    and (t.closed_at is null or %3$s is not null) then t.status
                when %3$s is not null then 'closed'
                when %2$s is not null then 'resolved'
                else 'open' end\
            """
                    .formatted(contradicts("t.status"), RESOLVED_AT, CLOSED_AT);

    /** The tickets that the merge of a batch has written. */
    private static final String WRITTEN =
            """
            select t.client_id, t.ticket_id
            from import_staging_tickets s
            %s
            where t.updated_at = :now and %s\
            """
                    .formatted(STORED, Batch.ROWS);

    private static final String SATISFACTION_AT =
            """
            case when %s is not null then coalesce(t.satisfaction_at, s.closed_at, s.resolved_at,
                s.opened_at) end\
            """
                    .formatted(SATISFACTION);

    /** The requester: the contact of the client who has the address, otherwise the one that the ticket already has. */
    private static final String CONTACT =
            """
            coalesce((select c.contact_id from contacts c
                where c.client_id = s.client_id and lower(c.email) = lower(s.requester_email)
                order by c.contact_id is not distinct from t.contact_id desc,
                    c.left_company_at desc nulls first, c.contact_id
                limit 1), t.contact_id)\
            """;

    private static final String AGENT =
            """
            case when 'agent_email' = any(s.cleared) then null else coalesce((select a.agent_id
                from support_agents a where lower(a.email) = lower(s.agent_email)), t.agent_id) end\
            """;

    /** Whether the status and the instants of a row contradict each other. */
    private static final String CONTRADICTED =
            """
            s.status is not null and exists (select from (values (1)) one
                %s
                where (:update or t.ticket_id is null) and %s)
            """
                    .formatted(STORED, contradicts("s.status"));

    private static final String EXPORT =
            """
            select case when t.source = 'local' then coalesce(t.external_id, t.ticket_id) else t.ticket_id end
                    as external_id, %s as client, t.subject,
                %s as opened_at, t.description_text as description, t.priority, t.category, t.status,
                t.requester_email, a.email as agent_email, %s as tags, %s as first_response_at,
                %s as resolved_at, %s as closed_at, t.satisfaction, %s as escalated_at
            from tickets t left join support_agents a on a.agent_id = t.agent_id
            where t.deleted_at is null
            order by t.client_id, t.opened_at, t.ticket_id
            """
                    .formatted(
                            Exports.CLIENT,
                            Exports.moment("t.opened_at"),
                            Exports.texts("t.tags"),
                            Exports.moment("t.first_response_at"),
                            Exports.moment("t.resolved_at"),
                            Exports.moment("t.closed_at"),
                            Exports.moment("t.escalated_at"));

    private Tickets() {}

    /** Returns SQL for whether a ticket is over by its instants but not by its status, or the other way round. */
    private static String contradicts(String status) {
        return """
        case when %3$s is not null then %1$s <> 'closed'
            else (%2$s is not null) <> (%1$s in ('resolved', 'closed')) end\
        """
                .formatted(status, RESOLVED_AT, CLOSED_AT);
    }

    static Kind kind() {
        return TableKind.of("tickets", LAYOUT)
                .ofClient()
                .id("ticket_id", "ticket")
                .uniqueIn("external_id")
                .stored(STORED)
                .versioned()
                .value(
                        "external_id",
                        "case when t.ticket_id = s.external_id then t.external_id else"
                                + " s.external_id end")
                .set("subject", "opened_at", "requester_email", "first_response_at", "resolved_at")
                .set("closed_at", "escalated_at")
                .setOr("description_text", "description", "''")
                .setOr("priority", "priority", "'P3'")
                .setOr("category", "category", "'other'")
                .value("status", STATUS)
                .setOr("tags", "tags", "'{}'")
                .value("satisfaction", SATISFACTION)
                .value(
                        "satisfaction_scale",
                        "case when %s is not null then coalesce(t.satisfaction_scale, 'five_point') end"
                                .formatted(SATISFACTION))
                .value("satisfaction_at", SATISFACTION_AT)
                .value("contact_id", CONTACT)
                .value("agent_id", AGENT)
                .check(
                        Check.unknown(
                                "agent_email",
                                "is no support agent's; import support_agents first",
                                "select from support_agents a where lower(a.email) ="
                                        + " lower(s.agent_email)"))
                .check(
                        Check.conflict(
                                "status",
                                "and the instants resolved_at and closed_at contradict each other;"
                                    + " send both, and <null> for an instant that no longer holds",
                                CONTRADICTED))
                .engages("opened_at")
                .then(
                        (tx, batch) ->
                                tx.dao(MergeDao.class)
                                        .forRows(
                                                WRITTEN,
                                                batch,
                                                ImportedClocks.Imported.class,
                                                tickets -> ImportedClocks.wind(tx, tickets)))
                .export(EXPORT)
                .build();
    }
}
