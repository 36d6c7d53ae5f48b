package io.os199.cs.integration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Mail that waits because its provider, whichever it is, refuses our access or what we send. What a check of the
 * provider found does not show that.
 *
 * @param campaignCount how many campaigns wait, counting those that are being tried again
 * @param errorCode the provider's last answer, for operators and without personal data; absent if no message keeps it
 */
public record HeldMail(long campaignCount, Instant since, @Nullable String errorCode) {}
