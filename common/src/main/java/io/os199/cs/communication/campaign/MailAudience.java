package io.os199.cs.communication.campaign;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.core.model.Tier;

import java.util.List;

/**
 * Whom a mail reaches, and whom it does not.
 *
 * @param clientCount the clients that match the criteria
 * @param contactCount the people that could be written to: those who are reached, and those who are excluded
 * @param excluded why the others are not written to, in the order in which the reasons are tested
 * @param firstLetters the letters to the first recipients, at most three
 * @param fingerprint of the keys of the recipients: a different audience has a different one
 */
public record MailAudience(
        int clientCount,
        int contactCount,
        int recipientCount,
        List<OfTier> byTier,
        List<Excluded> excluded,
        List<Letter> firstLetters,
        String fingerprint) {
    /** The number of clients and people reached in a tier. */
    public record OfTier(Tier tier, int clientCount, int recipientCount) {}

    /**
     * The number of those not written to for one reason.
     *
     * @param unit what is counted
     * @param exampleClientIds at most five
     */
    public record Excluded(Exclusion reason, Unit unit, int count, List<String> exampleClientIds) {}

    /** What an exclusion counts. */
    public enum Unit {
        CLIENT,
        CONTACT
    }

    /** The counts that are kept with the campaign; without personal data. */
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
