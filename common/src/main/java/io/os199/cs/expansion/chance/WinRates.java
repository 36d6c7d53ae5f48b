package io.os199.cs.expansion.chance;

import io.os199.cs.expansion.chance.WinRateDao.Known;
import io.os199.cs.expansion.chance.WinRateDao.Length;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** The likelihood of winning opportunities, based on those that closed in the previous 24 months. */
public final class WinRates {
    /** The number of won opportunities from which a type has a usual length. */
    private static final int USUAL_LENGTH = 10;

    private static final int NEAR_RENEWAL_DAYS = 180;

    private final List<Known> known;
    private final List<Length> lengths;

    private WinRates(List<Known> known, List<Length> lengths) {
        this.known = List.copyOf(known);
        this.lengths = List.copyOf(lengths);
    }

    /** A probability, unrounded, and where it comes from. */
    public record Chance(BigDecimal probability, ProbabilityBasis basis) {}

    /** The probability that findings of a type have. */
    public record OfType(OpportunityType type, BigDecimal probability) {}

    public static WinRates read(Transaction tx, LocalDate today) {
        WinRateDao dao = tx.dao(WinRateDao.class);
        return new WinRates(dao.chances(today), dao.lengths(today));
    }

    /** Returns the chance of an opportunity of the type at the stage, which is not final. */
    public Chance of(OpportunityType type, OpportunityStage stage) {
        return known.stream()
                .filter(each -> each.type() == type && each.stage() == stage)
                .map(each -> new Chance(each.probability(), each.basis()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the chance of a new finding. */
    public Chance ofFinding(OpportunityType type) {
        return of(type, OpportunityStage.IDENTIFIED);
    }

    /** Returns {@link #ofFinding} for every type. */
    public List<OfType> ofFindings() {
        return Arrays.stream(OpportunityType.values())
                .map(type -> new OfType(type, ofFinding(type).probability()))
                .toList();
    }

    /** The probability that opportunities of a type have at a stage. */
    public record OfStage(
            OpportunityType type,
            OpportunityStage stage,
            BigDecimal probability,
            ProbabilityBasis basis) {}

    /** Returns {@link #of} for every type and open stage. */
    public List<OfStage> ofOpenStages() {
        return known.stream()
                .map(
                        each ->
                                new OfStage(
                                        each.type(),
                                        each.stage(),
                                        each.probability(),
                                        each.basis()))
                .toList();
    }

    /** Returns how many have closed. */
    public int closedCount() {
        return known.stream()
                .filter(each -> each.stage() == OpportunityStage.IDENTIFIED)
                .mapToInt(Known::closedCount)
                .sum();
    }

    /**
     * Suggests when an opportunity of the type could close: with the next renewal where that is near, else after the
     * usual time.
     */
    public @Nullable LocalDate suggestedClose(
            OpportunityType type, @Nullable LocalDate renewal, LocalDate today) {
        if (renewal != null
                && !renewal.isBefore(today)
                && !renewal.isAfter(today.plusDays(NEAR_RENEWAL_DAYS))) {
            return renewal;
        }
        Long usual = usualDays(type);
        return usual == null ? null : today.plusDays(usual);
    }

    /** Returns the usual number of days to win one of the type; absent where too few were won. */
    private @Nullable Long usualDays(OpportunityType type) {
        return lengths.stream()
                .filter(each -> each.type() == type && each.wonCount() >= USUAL_LENGTH)
                .map(each -> Math.round(each.medianDays()))
                .findFirst()
                .orElse(null);
    }
}
