package io.os199.cs.core.overview;

import io.os199.cs.core.model.ContactRole;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.Personal.Kind;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

/** The client's primary contact. */
public record PrimaryContact(
        String contactId,
        @Nullable @Personal(Kind.NAME) String name,
        @Nullable @Personal(Kind.EMAIL) String email,
        @Nullable String title,
        ContactRole role) {
    public PrimaryContact {
        name = name == null ? null : UntrustedText.name(name);
        title = title == null ? null : UntrustedText.name(title);
    }
}
