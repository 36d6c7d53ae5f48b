package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A mail as it leaves, with its token values filled in.
 *
 * @param messageId identifies it in the provider's events; also the key for a provider that takes idempotency keys
 * @param campaignId empty for mail to colleagues
 * @param unsubscribeUrl the link of this message; absent for mail to colleagues
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
