package io.os199.cs.communication.model;

import io.os199.cs.platform.json.WireName;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A token that a text may contain in braces. Our own figures (health, risk, money) are not among them, so that they
 * cannot reach a customer by mistake.
 */
public enum MailToken {
    CLIENT_NAME,
    COMPANY_NAME,
    TIER,
    CSM_NAME,
    CONTACT_NAME,
    FIRST_NAME,
    CONTACT_TITLE,
    RENEWAL_DATE,
    DAYS_TO_RENEWAL,
    CONTRACT_END_DATE,
    INCLUDED_USERS,
    ACTIVE_USERS_30D,
    SENDER_NAME,
    /** Has a value only in the mails of onboarding automations, as do the two after it. */
    MILESTONE_NAME,
    MILESTONE_DUE_DATE,
    /** The milestone after a completed one. */
    NEXT_MILESTONE_NAME,
    /** Gets its value when the message is handed over, since it differs for each message. */
    UNSUBSCRIBE_URL;

    /** Whether it concerns the subject of the mail rather than its client or its reader. */
    public boolean isOfOccurrence() {
        return this == MILESTONE_NAME || this == MILESTONE_DUE_DATE || this == NEXT_MILESTONE_NAME;
    }

    /** Returns the words of the tokens that any mail may contain. */
    public static List<String> words() {
        return Arrays.stream(values())
                .filter(token -> !token.isOfOccurrence())
                .map(MailToken::word)
                .toList();
    }

    /** Returns the token as written in texts. */
    public String word() {
        return WireName.of(this);
    }

    /** Finds the token for a word. */
    public static Optional<MailToken> named(String word) {
        return WireName.find(MailToken.class, word).map(MailToken.class::cast);
    }
}
