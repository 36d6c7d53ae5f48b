package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.address;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.flag;
import static io.os199.cs.ingest.file.Column.moment;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.text;

import io.os199.cs.core.model.ContactRole;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.platform.json.WireName;

/** People at clients, identified by their address. */
final class Contacts {
    private static final Layout LAYOUT =
            Layout.of(
                    text("client", 200).required(),
                    address("email").required(),
                    named("name", 200).required().personal(),
                    named("title", 200).personal(),
                    choice("role", WireName.all(ContactRole.class)),
                    flag("is_primary"),
                    flag("newsletter_opt_in"),
                    moment("left_company_at"));

    /** The order that selects the contact an address means, where several contacts of a client have it. */
    private static final String MEANT =
            "order by c.left_company_at desc nulls first, c.contact_id limit 1";

    private Contacts() {}

    static Kind kind() {
        return TableKind.of("contacts", LAYOUT)
                .ofClient()
                .id("contact_id", "contact")
                .uniqueIn("email", "lower(s.email)")
                .stored(
                        """
                        left join lateral (
                            select * from contacts c
                            where c.client_id = s.client_id and lower(c.email) = lower(s.email)
                            %s) t on true
                        """
                                .formatted(MEANT))
                .set("email", "name", "title", "left_company_at")
                .setOr("role", "role", "'user'")
                .value(
                        "is_primary",
                        "coalesce(%s and %s is null, false)"
                                .formatted(
                                        TableKind.Builder.kept("is_primary", "is_primary"),
                                        TableKind.Builder.kept(
                                                "left_company_at", "left_company_at")))
                .setOr("newsletter_opt_in", "newsletter_opt_in", "false")
                .check(
                        Check.conflict(
                                "is_primary",
                                "is true for two contacts of one client",
                                """
                                s.is_primary and s.left_company_at is null
                                and exists (select from import_staging_contacts o
                                    where o.import_id = s.import_id and o.client_id = s.client_id and o.is_primary
                                        and o.left_company_at is null and not o.bad and (o.chunk_no, o.line) <> (s.chunk_no, s.line))
                                """))
                .check(
                        Check.conflict(
                                "is_primary",
                                "is true and another contact of the client is the primary one; set"
                                        + " that to false in the same file",
                                """
                                s.is_primary and s.left_company_at is null
                                and exists (select from contacts c
                                    where c.client_id = s.client_id and c.is_primary
                                        and (c.left_company_at is null or not :update)
                                        and lower(c.email) is distinct from lower(s.email)
                                        and (c.client_id, coalesce(lower(c.email), '')) not in (
                                            select o.client_id, lower(o.email) from import_staging_contacts o
                                            where o.import_id = :importId and :update and not o.bad
                                                and (o.chunk_no, o.line) <= (:toChunk, :toLine)
                                                and (not o.is_primary or 'is_primary' = any(o.cleared)
                                                    or o.left_company_at is not null)))
                                """))
                // One statement may not make the new primary contact while the old one still is
                // primary, which
                // includes contacts who left before leaving ended that.
                .ending(
                        """
                        update contacts c set is_primary = false, updated_at = :now
                        from import_staging_contacts s
                        where :update and c.client_id = s.client_id and c.is_primary
                            and (lower(c.email) = lower(s.email)
                                    and (not s.is_primary or 'is_primary' = any(s.cleared)
                                        or s.left_company_at is not null)
                                or c.left_company_at is not null and s.is_primary) and\
                        """
                                + ' '
                                + Batch.ROWS
                                + " returning c.contact_id")
                .export(
                        """
                        select %s as client, t.email, t.name, t.title, t.role, %s as is_primary,
                            %s as newsletter_opt_in, %s as left_company_at
                        from contacts t
                        where t.name is not null and t.contact_id = (
                            select c.contact_id from contacts c
                            where c.client_id = t.client_id and lower(c.email) = lower(t.email)
                            %s)
                        order by t.client_id, t.left_company_at nulls last, lower(t.email), t.contact_id
                        """
                                .formatted(
                                        Exports.CLIENT,
                                        Exports.flag("t.is_primary"),
                                        Exports.flag("t.newsletter_opt_in"),
                                        Exports.moment("t.left_company_at"),
                                        MEANT))
                .build();
    }
}
