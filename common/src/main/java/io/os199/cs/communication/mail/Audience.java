package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.core.model.ContactRole;

import java.util.List;
import java.util.Set;

/**
 * Whom a mail is meant for.
 *
 * @param roles of the people, with {@link RecipientScope#BY_ROLE}
 * @param includesInactive whether also clients that are paused or churned are written to
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

    /** The one person who speaks for each client, whatever became of the client. */
    public static Audience primaryOf(List<String> clientIds, MessageClass messageClass) {
        return new Audience(clientIds, RecipientScope.PRIMARY, Set.of(), true, messageClass);
    }
}
