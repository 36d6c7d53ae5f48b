package io.os199.cs.communication.model;

import java.net.URI;
import java.util.regex.Pattern;

/** Addresses that are allowed as links in mails. */
public final class WebLink {
    private static final int LONGEST = 2_000;
    private static final Pattern PLAIN =
            Pattern.compile("https://[^\\s\\p{Cntrl}\"'<>(){}\\[\\]\\\\^`|]+");

    private WebLink() {}

    /**
     * Whether it is an https address with a host, without anything that could end it early or disguise where it
     * leads.
     */
    public static boolean isSafe(String address) {
        if (address.length() > LONGEST || !PLAIN.matcher(address).matches()) {
            return false;
        }
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
