package io.os199.cs.core;

/** Who gave a survey answer. */
public final class Respondent {
    /**
     * Follows answers {@code r} with the person who gave each, {@code person.key}: the contact that it names, else the
     * contact with its address, else the address; an unknown person counts as different from all others. The same
     * stands in {@code respondent.sql} for statements that are files.
     */
    public static final String SQL =
            """
            cross join lateral (
                select coalesce(
                    r.contact_id,
                    (select min(p.contact_id)
                     from contacts p
                     where p.client_id = r.client_id and lower(p.email) = lower(r.contact_email)),
                    lower(r.contact_email), r.response_id) as key) person
            """;

    private Respondent() {}
}
