package io.os199.cs.communication.campaign;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.core.model.Tier;

import java.util.List;

/**
 * Whom a mail reaches, and whom not.
 *
 * @param clientCount that meet the criteria
 * @param contactCount people that could be written to: those that are, and those that are excluded
 * @param excluded why others are not written to, in the order in which it is tested
 * @param firstLetters as the first of them get it, at most three
 * @param fingerprint of their keys: another audience has another one
 */
public record MailAudience(
        int clientCount,
        int contactCount,
        int recipientCount,
        List<OfTier> byTier,
        List<Excluded> excluded,
        List<Letter> firstLetters,
        String fingerprint) {
    /** How many are reached in a tier. */
    public record OfTier(Tier tier, int clientCount, int recipientCount) {}

    /**
     * How many are not written to for a reason.
     *
     * @param unit what is counted
     * @param exampleClientIds at most five
     */
    public record Excluded(Exclusion reason, Unit unit, int count, List<String> exampleClientIds) {}

    /** What an exclusion is of. */
    public enum Unit {
        CLIENT,
        CONTACT
    }

    /** As it is kept with the campaign; without personal data. */
    public record Counts(
            int clientCount,
            int contactCount,
            int recipientCount,
            List<OfTier> byTier,
            List<Excluded> excluded) {}

    public Counts counts() {
        return new Counts(clientCount, contactCount, recipientCount, byTier, excluded);
    }
}
