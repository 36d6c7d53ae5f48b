package io.os199.cs.onboarding.training;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;

import java.util.List;
import java.util.Set;

/**
 * Who of the invited is written to, and who not.
 *
 * @param letters in the order of the addresses
 */
public record Invitations(MailTexts texts, List<Letter> letters, List<Unwritten> unwritten) {
    public Invitations {
        letters = List.copyOf(letters);
        unwritten = List.copyOf(unwritten);
    }

    /** Why somebody is not written to. */
    public enum Reason {
        /** The address is no current contact's. */
        NOT_A_CONTACT,
        INVALID_ADDRESS,
        SUPPRESSED,
        UNSUBSCRIBED
    }

    /** Somebody who is invited and not written to. */
    public record Unwritten(String email, Reason reason) {}

    private record Written(MailTexts texts, List<String> recipients) {}

    /** Another where anybody else would be written to, or anything else. */
    public String fingerprint() {
        return CanonicalJson.hash(
                Json.tree(
                        new Written(
                                texts,
                                letters.stream().map(each -> each.recipient().address()).toList())),
                Set.of());
    }
}
