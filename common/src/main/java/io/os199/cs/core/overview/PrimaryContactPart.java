package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

/** Reads the primary contact of {@code :clientId}, if it has one. */
public final class PrimaryContactPart {
    public static final Part<PrimaryContact> FIND =
            new Part<>(
                    "primary_contact",
                    PrimaryContact.class,
                    """
                    select contact_id, name, email, title, role
                    from contacts
                    where client_id = :clientId and is_primary and left_company_at is null

                    """);

    private PrimaryContactPart() {}
}
