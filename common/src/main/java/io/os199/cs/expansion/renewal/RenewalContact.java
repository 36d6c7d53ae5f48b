package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.ContactRole;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

/** A contact at the client to talk to about a renewal. */
public record RenewalContact(
        String contactId, ContactRole role, @Nullable @Personal(Personal.Kind.NAME) String name) {
    public RenewalContact {
        name = name == null ? null : UntrustedText.name(name);
    }
}
