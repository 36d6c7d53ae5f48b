package io.os199.cs.api.tool;

/**
 * A person's answer to a preview, as sent by the client.
 *
 * @param token of the preview that the person saw
 * @param given true for yes; everything else is a no
 */
public record Consent(String token, boolean given) {}
