package io.os199.cs.communication.advocacy;

import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A person who could become an advocate.
 *
 * @param npsAnswer the newest, 9 or 10
 */
public record Candidate(
        String clientId,
        String clientName,
        String contactId,
        @Nullable @Personal(Personal.Kind.NAME) String contactName,
        @Personal(Personal.Kind.EMAIL) String contactEmail,
        @Nullable String contactTitle,
        int npsAnswer,
        LocalDate npsOn,
        BigDecimal healthScore,
        List<String> because) {
    public Candidate {
        because = List.copyOf(because);
    }
}
