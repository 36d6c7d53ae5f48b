package io.os199.cs.expansion.chance;

import io.os199.cs.expansion.chance.WinRateDao.Closed;
import io.os199.cs.expansion.chance.WinRateDao.Length;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** How likely opportunities are won, by what became of those that closed in the 24 months before. */
public final class WinRates {
    /** Closed opportunities from which a stage has a rate of its own. */
    private static final int OWN_HISTORY = 20;

    /** Won opportunities from which a type has a usual length. */
    private static final int USUAL_LENGTH = 10;

    private static final int NEAR_RENEWAL_DAYS = 180;

    /** How many opportunities the rate of the stage counts as, beside those of the type. */
    private static final BigDecimal PRIOR_COUNT = BigDecimal.TEN;

    private final List<Closed> closed;
    private final List<Length> lengths;

    WinRates(List<Closed> closed, List<Length> lengths) {
        this.closed = List.copyOf(closed);
        this.lengths = List.copyOf(lengths);
    }

    /** A probability, unrounded, and where it comes from. */
    public record Chance(BigDecimal probability, ProbabilityBasis basis) {}

    /** The probability that findings of a type have. */
    public record OfType(OpportunityType type, BigDecimal probability) {}

    public static WinRates read(Transaction tx, LocalDate today) {
        WinRateDao dao = tx.dao(WinRateDao.class);
        return new WinRates(dao.closed(today), dao.lengths(today));
    }

    /** Of an opportunity of the type at the stage, which is not final. */
    public Chance of(OpportunityType type, OpportunityStage stage) {
        int stageClosed = 0;
        int stageWon = 0;
        int typeClosed = 0;
        int typeWon = 0;
        for (Closed each : closed) {
            if (each.stage() == stage) {
                stageClosed += each.closedCount();
                stageWon += each.wonCount();
                if (each.type() == type) {
                    typeClosed += each.closedCount();
                    typeWon += each.wonCount();
                }
            }
        }
        boolean isOwn = stageClosed >= OWN_HISTORY;
        BigDecimal ofStage =
                isOwn
                        ? BigDecimal.valueOf(stageWon)
                                .divide(BigDecimal.valueOf(stageClosed), MathContext.DECIMAL64)
                        : new BigDecimal(stage.planningWeight);
        BigDecimal probability =
                BigDecimal.valueOf(typeWon)
                        .add(ofStage.multiply(PRIOR_COUNT))
                        .divide(
                                BigDecimal.valueOf(typeClosed).add(PRIOR_COUNT),
                                MathContext.DECIMAL64);
        return new Chance(
                probability,
                isOwn ? ProbabilityBasis.OWN_HISTORY : ProbabilityBasis.PLANNING_WEIGHT);
    }

    /** Of what was just found. */
    public Chance ofFinding(OpportunityType type) {
        return of(type, OpportunityStage.IDENTIFIED);
    }

    /** {@link #ofFinding} of every type. */
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

    /** {@link #of} every type and open stage. */
    public List<OfStage> ofOpenStages() {
        return Arrays.stream(OpportunityType.values())
                .flatMap(
                        type ->
                                Arrays.stream(OpportunityStage.values())
                                        .filter(stage -> !stage.isFinal())
                                        .map(stage -> ofStage(type, stage)))
                .toList();
    }

    private OfStage ofStage(OpportunityType type, OpportunityStage stage) {
        Chance chance = of(type, stage);
        return new OfStage(type, stage, chance.probability(), chance.basis());
    }

    /** How many have closed. */
    public int closedCount() {
        return closed.stream()
                .filter(each -> each.stage() == OpportunityStage.IDENTIFIED)
                .mapToInt(Closed::closedCount)
                .sum();
    }

    /** When one of the type could close: with the next renewal where that is near, else after as long as it usually takes. */
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

    /** How many days it takes to win one of the type; absent where too few were won. */
    private @Nullable Long usualDays(OpportunityType type) {
        return lengths.stream()
                .filter(each -> each.type() == type && each.wonCount() >= USUAL_LENGTH)
                .map(each -> Math.round(each.medianDays()))
                .findFirst()
                .orElse(null);
    }
}
