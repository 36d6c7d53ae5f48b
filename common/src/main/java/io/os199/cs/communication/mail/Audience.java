package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.core.model.ContactRole;

import java.util.List;
import java.util.Set;

/**
 * The audience of a mail.
 *
 * @param roles the roles of the people, with {@link RecipientScope#BY_ROLE}
 * @param includesInactive whether paused or churned clients are written to as well
 */
public record Audience(
        List<String> clientIds,
        RecipientScope scope,
        Set<ContactRole> roles,
        boolean includesInactive,
        MessageClass messageClass) {
    public Audience {
        clientIds = List.copyOf(clientIds);
        roles = Set.copyOf(roles);
    }

    /** Returns the one person who speaks for each client, whatever the client's status. */
    public static Audience primaryOf(List<String> clientIds, MessageClass messageClass) {
        return new Audience(clientIds, RecipientScope.PRIMARY, Set.of(), true, messageClass);
    }
}
