package io.os199.cs.onboarding.training;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;

import java.util.List;
import java.util.Set;

/**
 * Which invited people are written to and which are not.
 *
 * @param letters in the order of the addresses
 */
public record Invitations(MailTexts texts, List<Letter> letters, List<Unwritten> unwritten) {
    public Invitations {
        letters = List.copyOf(letters);
        unwritten = List.copyOf(unwritten);
    }

    /** The reason why someone is not written to. */
    public enum Reason {
        /** The address does not belong to a current contact. */
        NOT_A_CONTACT,
        INVALID_ADDRESS,
        SUPPRESSED,
        UNSUBSCRIBED
    }

    /** Someone who is invited but not written to. */
    public record Unwritten(String email, Reason reason) {}

    private record Written(MailTexts texts, List<String> recipients) {}

    /** Returns a hash that changes when the recipients or the text change. */
    public String fingerprint() {
        return CanonicalJson.hash(
                Json.tree(
                        new Written(
                                texts,
                                letters.stream().map(each -> each.recipient().address()).toList())),
                Set.of());
    }
}
