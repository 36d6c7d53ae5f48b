package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A client that may be the same as another.
 *
 * @param similarityRate trigram similarity of the names, 0 to 1; absent where the mail domain matched
 */
public record PossibleDuplicate(
        String clientId, String clientName, Match match, @Nullable BigDecimal similarityRate) {
    /** The attribute that matches. */
    public enum Match {
        NAME,
        COMPANY_NAME,
        EMAIL_DOMAIN
    }
}
