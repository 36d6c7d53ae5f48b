package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.text;

import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.TouchpointKind;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.platform.json.WireName;

/** Calls, mails and meetings with clients, identified by their id in the system that they come from. */
final class Touchpoints {
    private static final Layout LAYOUT =
            Layout.of(
                            text("source_ref", 200).required(),
                            text("client", 200).required(),
                            choice("kind", WireName.all(TouchpointKind.class)).required(),
                            choice("direction", WireName.all(Direction.class)).required(),
                            moment("occurred_at").required(),
                            address("contact_email"),
                            text("subject", 500).personal(),
                            text("note", 20_000).personal(),
                            moment("answered_at"),
                            named("actor", 200))
                    .inOrder("occurred_at", "answered_at");

    private static final String CONTACTS =
            """
            select c.contact_id from contacts c
            where c.client_id = s.client_id and lower(c.email) = lower(s.contact_email)\
            """;

    /** The contact with the address; where several have it, the one that the touchpoint was already with. */
    private static final String CONTACT =
            CONTACTS
                    + """
                     order by c.contact_id is not distinct from t.contact_id desc,
                        c.left_company_at desc nulls first, c.contact_id
                    limit 1\
                    """;

    private Touchpoints() {}

    static Kind kind() {
        return TableKind.of("touchpoints", LAYOUT)
                .ofClient()
                .id("touchpoint_id", "touchpoint")
                .uniqueIn("source_ref")
                .alsoUnique("occurred_at", "s.client_id", "s.occurred_at", "s.kind", "s.direction")
                .stored(
                        Stored.byKeyOrId(
                                "touchpoints", "source_ref", "touchpoint_id", "touchpoint"))
                .value(
                        "source_ref",
                        "case when t.touchpoint_id = s.source_ref then t.source_ref else"
                                + " s.source_ref end")
                .set("kind", "direction", "occurred_at", "subject", "answered_at", "actor")
                .setFrom("note_text", "note")
                .value(
                        "contact_id",
                        "case when 'contact_email' = any(s.cleared) then null else coalesce((%s), t.contact_id) end"
                                .formatted(CONTACT))
                .check(
                        Check.unknown(
                                "contact_email",
                                "is no contact's of the client; import contacts first",
                                CONTACTS))
                .check(
                        Check.conflict(
                                "occurred_at",
                                "is that of another touchpoint of the client with the same kind and"
                                        + " direction",
                                """
                                exists (select from touchpoints c
                                    where c.client_id = s.client_id and c.occurred_at = s.occurred_at
                                        and c.kind = s.kind and c.direction = s.direction
                                        and c.source_ref is distinct from s.source_ref
                                        and c.touchpoint_id <> s.source_ref)
                                """))
                .engages("occurred_at")
                .export(
                        """
                        select coalesce(t.source_ref, t.touchpoint_id) as source_ref, %s as client, t.kind,
                            t.direction, %s as occurred_at, %s as contact_email, t.subject, t.note_text as note,
                            %s as answered_at, t.actor
                        from touchpoints t
                        order by t.client_id, t.occurred_at, t.touchpoint_id
                        """
                                .formatted(
                                        Exports.CLIENT,
                                        Exports.moment("t.occurred_at"),
                                        Exports.CONTACT,
                                        Exports.moment("t.answered_at")))
                .build();
    }
}
