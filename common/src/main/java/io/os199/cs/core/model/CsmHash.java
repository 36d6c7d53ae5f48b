package io.os199.cs.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A manager's name in hashed form, for places where the name itself is not stored, such as a job. */
public final class CsmHash {
    private CsmHash() {}

    /** Returns the hash that identifies the name, ignoring case: SHA-256 in hexadecimal. */
    public static String of(String csm) {
        try {
            byte[] name = csm.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
