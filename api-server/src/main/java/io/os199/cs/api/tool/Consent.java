package io.os199.cs.api.tool;

/**
 * A person's answer to a preview, as the client brought it.
 *
 * @param token of the preview that the person saw
 * @param given yes; everything else is a no
 */
public record Consent(String token, boolean given) {}
