package io.os199.cs.expansion.negotiation;

import io.os199.cs.platform.text.UntrustedText;

/**
 * A competitor to whom clients like this one were lost, as somebody recorded it.
 *
 * @param count losses of clients of the same tier or industry
 * @param tierOrIndustry what those have in common with this client
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
