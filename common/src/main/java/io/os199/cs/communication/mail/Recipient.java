package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.core.model.ContactRole;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A person at a client, or only the client when nobody is written to.
 *
 * @param email lower case, trimmed
 * @param exclusion why nothing is sent; absent when something can be
 */
public record Recipient(
        String clientId,
        @Nullable String contactId,
        @Nullable String name,
        @Nullable String email,
        @Nullable ContactRole role,
        @Nullable Exclusion exclusion) {

    public boolean isReachable() {
        return exclusion == null;
    }

    /** Returns the address of a reachable recipient. */
    public String address() {
        return Objects.requireNonNull(email);
    }
}
