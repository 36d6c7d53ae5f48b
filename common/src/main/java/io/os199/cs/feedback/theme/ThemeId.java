package io.os199.cs.feedback.theme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a theme where customers' words must not appear. */
public final class ThemeId {
    private static final int BYTES = 8;

    private ThemeId() {}

    /** Returns the id of a phrase, which is the same everywhere. */
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
