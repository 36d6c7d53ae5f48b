package io.os199.cs.expansion.negotiation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * A figure of what the client has received, with the rows that it was counted from.
 *
 * @param evidenceId of the table; one id may have two figures
 * @param before absent where nothing comparable is stored
 * @param fromOn the first day of the window, which ends at {@code toOn}
 * @param names the names of what was counted, where it has any: our own, or as a customer put it
 */
public record ValueEvidence(
        String evidenceId,
        ValueUnit unit,
        BigDecimal now,
        @Nullable BigDecimal before,
        int rowCount,
        @Nullable Integer beforeRowCount,
        LocalDate fromOn,
        LocalDate toOn,
        @Nullable LocalDate beforeFromOn,
        @Nullable LocalDate beforeToOn,
        List<String> names) {
    private static final Comparator<ValueEvidence> LARGEST_CHANGE_FIRST =
            Comparator.comparing(
                    ValueEvidence::relativeChange, Comparator.nullsLast(Comparator.reverseOrder()));

    public ValueEvidence {
        names = List.copyOf(names);
    }

    /** How a figure has changed. */
    public enum Direction {
        BETTER,
        WORSE,
        FLAT
    }

    /**
     * The direction; absent where there is nothing to compare with. Anything achieved within the term is better than
     * none.
     */
    public @Nullable Direction direction() {
        BigDecimal from = unit.isDoneInTerm() ? BigDecimal.ZERO : before;
        if (from == null) {
            return null;
        }
        int moved = now.compareTo(from);
        return moved > 0 ? Direction.BETTER : moved < 0 ? Direction.WORSE : Direction.FLAT;
    }

    /** The difference as a share of the earlier figure; absent where that is missing or 0. */
    public @Nullable BigDecimal relativeChange() {
        return before == null || before.signum() == 0
                ? null
                : now.subtract(before).divide(before.abs(), MathContext.DECIMAL64);
    }

    /**
     * The figures that speak for us: the largest relative change first, then those without one in the order of the
     * table.
     */
    public static List<ValueEvidence> talkingPoints(List<ValueEvidence> all) {
        return all.stream()
                .filter(each -> each.direction() == Direction.BETTER && each.rowCount() > 0)
                .sorted(LARGEST_CHANGE_FIRST)
                .toList();
    }
}
