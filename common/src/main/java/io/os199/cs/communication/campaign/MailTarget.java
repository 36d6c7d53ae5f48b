package io.os199.cs.communication.campaign;

import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The target of a mail: people of the clients that meet every criterion given. Kept with the campaign; without
 * personal data.
 *
 * @param clientIds absent for any
 * @param excludedClientIds clients that are not written to even if they meet the criteria
 * @param tiers the client has one of these; absent for any
 * @param recipientRoles the roles of the people, with {@link RecipientScope#BY_ROLE}
 * @param includeInactive whether paused or churned clients are written to as well
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
