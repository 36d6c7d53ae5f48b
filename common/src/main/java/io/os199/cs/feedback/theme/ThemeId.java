package io.os199.cs.feedback.theme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How a theme is named where customers' words have no place. */
public final class ThemeId {
    private static final int BYTES = 8;

    private ThemeId() {}

    /** The same phrase has the same id everywhere. */
    public static String of(String phrase) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(phrase.getBytes(StandardCharsets.UTF_8));
            return "theme_" + HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
