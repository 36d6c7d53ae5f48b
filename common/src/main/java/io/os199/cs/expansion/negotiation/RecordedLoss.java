package io.os199.cs.expansion.negotiation;

import io.os199.cs.platform.text.UntrustedText;

/**
 * A competitor to which similar clients were lost, as recorded by someone.
 *
 * @param count how many clients of the same tier or industry were lost
 * @param tierOrIndustry what they have in common with this client
 */
public record RecordedLoss(String competitor, int count, Likeness tierOrIndustry) {
    public RecordedLoss {
        competitor = UntrustedText.name(competitor);
    }

    /** What clients have in common. */
    public enum Likeness {
        TIER,
        INDUSTRY,
        BOTH
    }
}
