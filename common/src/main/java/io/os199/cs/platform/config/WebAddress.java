package io.os199.cs.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Web addresses in the configuration, and those found by following them. */
public final class WebAddress {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private WebAddress() {}

    /** Parses an absolute http or https address with a host and without a fragment. */
    public static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && uri.getRawFragment() == null && isWeb(uri)
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether content fetched there certainly comes from its host: by https, or without leaving the machine. */
    public static boolean isSafe(String text) {
        return parse(text)
                .filter(
                        uri ->
                                uri.getScheme().equalsIgnoreCase("https")
                                        || LOOPBACK.contains(
                                                uri.getHost().toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private static boolean isWeb(URI uri) {
        String scheme = uri.getScheme();
        return scheme != null
                && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"));
    }
}
