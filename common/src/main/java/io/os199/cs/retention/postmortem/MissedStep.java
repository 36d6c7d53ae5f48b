package io.os199.cs.retention.postmortem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Something that was not done before a client left.
 *
 * @param shouldHaveHappenedBy the day at whose end it was missed
 * @param action what to do another time
 */
public record MissedStep(
        String ruleId, Because because, LocalDate shouldHaveHappenedBy, String action) {

    /**
     * What called for it: a sign or prediction since a day, a ticket, a renewal, or that there was no review.
     *
     * @param seenOn when it was first there
     */
    public record Because(
            String what,
            @Nullable LocalDate seenOn,
            @Nullable BigDecimal value,
            @Nullable String refId) {}
}
