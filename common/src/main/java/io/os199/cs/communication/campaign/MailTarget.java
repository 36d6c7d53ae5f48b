package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whom a mail is for: people of the clients that meet every criterion that is there. Kept with the campaign; without personal data.
 *
 * @param clientIds absent: any
 * @param excludedClientIds that are not written to whatever they meet
 * @param tiers of which the client has one; absent: any
 * @param recipientRoles of the people, with {@link RecipientScope#BY_ROLE}
 * @param includeInactive whether also clients that are paused or churned are written to
 */
public record MailTarget(
        @Nullable List<String> clientIds,
        @Nullable List<String> excludedClientIds,
        @Nullable String segmentId,
        @Nullable Tier tier,
        @Nullable List<Tier> tiers,
        @Nullable LifecycleStage lifecycleStage,
        @Nullable HealthBand healthBand,
        RecipientScope recipientScope,
        List<ContactRole> recipientRoles,
        boolean includeInactive) {}
