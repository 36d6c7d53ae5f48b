package io.os199.cs.communication.model;

import io.os199.cs.platform.json.WireName;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a text may ask for in braces. Figures of our own (health, risk, money) are none, so that they do not reach a customer by a
 * slip.
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
    /** Has a value in the mails of onboarding's automations alone, as the two after it. */
    MILESTONE_NAME,
    MILESTONE_DUE_DATE,
    /** The next one after a completed milestone. */
    NEXT_MILESTONE_NAME,
    /** Has its value when the message is handed over, since it is the message's own. */
    UNSUBSCRIBE_URL;

    /** Whether it is of what a mail is about, and not of its client or its reader. */
    public boolean isOfOccurrence() {
        return this == MILESTONE_NAME || this == MILESTONE_DUE_DATE || this == NEXT_MILESTONE_NAME;
    }

    /** The words of those that any mail may have. */
    public static List<String> words() {
        return Arrays.stream(values())
                .filter(token -> !token.isOfOccurrence())
                .map(MailToken::word)
                .toList();
    }

    /** As it stands in texts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The token of a word. */
    public static Optional<MailToken> named(String word) {
        return WireName.find(MailToken.class, word).map(MailToken.class::cast);
    }
}
