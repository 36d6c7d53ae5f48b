package io.os199.cs.support.portal;

import io.os199.cs.core.model.Tier;

/** A part of a portal that can be on or off. */
public enum PortalFeature {
    TICKETS,
    KB,
    DOWNLOADS,
    API_ACCESS,
    CHAT;

    /** Whether a portal of this tier can have the feature at all. */
    public boolean isFor(Tier tier) {
        return this != API_ACCESS || tier == Tier.PROFESSIONAL || tier == Tier.ENTERPRISE;
    }

    /** Whether the feature is on by default. */
    public boolean isUsual(Tier tier) {
        return this != CHAT && isFor(tier);
    }
}
