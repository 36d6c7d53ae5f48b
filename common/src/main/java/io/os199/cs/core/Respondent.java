package io.os199.cs.core;

/** Who gave a survey answer. */
public final class Respondent {
    /**
     * Follows answers {@code r} with the person who gave each, {@code person.key}: the present address of the contact
     * that it names, else the address that it gives, else the contact; an unknown person counts as different from all
     * others. So somebody who left and was added again, as another contact, is one person. The key is personal data: it
     * is compared within a client, and never shown. The same stands in {@code respondent.sql} for statements that are
     * files.
     */
    public static final String SQL =
            """
            cross join lateral (
                select coalesce(
                    (select lower(p.email)
                     from contacts p
                     where p.client_id = r.client_id and p.contact_id = r.contact_id),
                    lower(r.contact_email), r.contact_id, r.response_id) as key) person
            """;

    private Respondent() {}
}
