package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A mail as it leaves, with the values of its tokens in it.
 *
 * @param messageId by which events of the provider find it; the key of a provider that takes idempotency keys
 * @param campaignId empty of mail to colleagues
 * @param unsubscribeUrl of this message; absent of mail to colleagues
 */
public record OutgoingMail(
        String messageId,
        String campaignId,
        String category,
        String fromAddress,
        @Nullable String fromName,
        String to,
        String subject,
        String bodyText,
        @Nullable String bodyHtml,
        @Nullable String unsubscribeUrl) {}
