package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Which departures are to be looked at together.
 *
 * @param periodEnd the day after the last
 * @param csmHash of the name of the manager, which is not kept with a job
 * @param minArrAmount that a client brought before it left, or brings
 */
public record PatternsOrder(
        LocalDate periodStart,
        LocalDate periodEnd,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount) {

    /** How a manager's name is told from others, whatever its case: SHA-256 in hexadecimal. */
    public static String hash(String csm) {
        try {
            byte[] name = csm.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
