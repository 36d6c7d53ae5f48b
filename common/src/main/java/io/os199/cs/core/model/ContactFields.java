package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A caller's data on a person at a client; absent means not given.
 *
 * @param email identifies the person
 * @param leftOn the day on which the person left the company
 */
public record ContactFields(
        String email,
        @Nullable String name,
        @Nullable String title,
        @Nullable ContactRole role,
        @Nullable Boolean isPrimary,
        @Nullable LocalDate leftOn) {

    /** Returns the new contact that this describes, a user unless given otherwise. */
    public Contact open(String contactId) {
        return change(new Contact(contactId, null, email, null, ContactRole.USER, false, null));
    }

    /** Returns {@code contact} with the data given here. Anyone who has left is not the primary contact. */
    public Contact change(Contact contact) {
        Instant left =
                leftOn == null
                        ? contact.leftCompanyAt()
                        : leftOn.atStartOfDay(ZoneOffset.UTC).toInstant();
        boolean primary = isPrimary == null ? contact.isPrimary() : isPrimary;
        return new Contact(
                contact.contactId(),
                name == null ? contact.name() : name,
                contact.email(),
                title == null ? contact.title() : title,
                role == null ? contact.role() : role,
                primary && left == null,
                left);
    }
}
