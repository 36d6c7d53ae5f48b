package io.os199.cs.retention.postmortem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A step that was not taken before a client left.
 *
 * @param shouldHaveHappenedBy the day at whose end it was missed
 * @param action what to do the next time
 */
public record MissedStep(
        String ruleId, Because because, LocalDate shouldHaveHappenedBy, String action) {

    /**
     * The cause that called for a step: a sign or prediction since a day, a ticket, a renewal, or the lack of a
     * review.
     *
     * @param seenOn when it was first there
     */
    public record Because(
            String what,
            @Nullable LocalDate seenOn,
            @Nullable BigDecimal value,
            @Nullable String refId) {}
}
