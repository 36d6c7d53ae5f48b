package io.os199.cs.health.model;

import static java.math.BigDecimal.ZERO;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The effect of a run on some clients, in numbers that add up: the tallies of the chunks, merged in any order, give
 * the tally of the portfolio.
 */
public record PortfolioTally(
        int clientCount,
        int scoredCount,
        List<BandTally> byBand,
        List<Transition> transitions,
        List<BandChange> bandChanges,
        Sum before,
        Sum after,
        List<Mover> risers,
        List<Mover> fallers,
        int indicatorsOpenedCount,
        int indicatorsResolvedCount,
        List<NullComponent> nullComponents) {
    /** The word used in place of a band where there is none. */
    public static final String UNSCORED = "unscored";

    private static final int MOVERS = 10;
    private static final int BAND_CHANGES = 50;

    /** The number of clients in a band and their ARR, before and after. */
    public record BandTally(
            String band,
            int beforeCount,
            int afterCount,
            BigDecimal beforeArrAmount,
            BigDecimal afterArrAmount) {
        public BandTally {
            beforeArrAmount = beforeArrAmount.setScale(2, RoundingMode.HALF_UP);
            afterArrAmount = afterArrAmount.setScale(2, RoundingMode.HALF_UP);
        }
    }

    public record Transition(String from, String to, int clientCount) {}

    public record Sum(int count, BigDecimal total) {
        static final Sum NONE = new Sum(0, ZERO);

        Sum plus(Sum other) {
            return new Sum(count + other.count, total.add(other.total));
        }

        /** Returns the mean to two decimals; absent when nothing was counted. */
        public @Nullable BigDecimal mean() {
            return count == 0
                    ? null
                    : total.divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
        }
    }

    public record Mover(
            String clientId,
            String clientName,
            BigDecimal beforeScore,
            BigDecimal afterScore,
            BigDecimal changePoints,
            BigDecimal arrAmount) {}

    /** A client whose band changed, appeared or disappeared. */
    public record BandChange(
            String clientId,
            String clientName,
            String from,
            String to,
            @Nullable BigDecimal beforeScore,
            @Nullable BigDecimal afterScore,
            BigDecimal arrAmount) {}

    public record NullComponent(HealthComponent component, int clientCount) {}

    /** Returns the tally of no clients. */
    public static PortfolioTally empty() {
        List<NullComponent> nulls =
                Stream.of(HealthComponent.values()).map(c -> new NullComponent(c, 0)).toList();
        return new PortfolioTally(
                0,
                0,
                bands("", ZERO, "", ZERO),
                List.of(),
                List.of(),
                Sum.NONE,
                Sum.NONE,
                List.of(),
                List.of(),
                0,
                0,
                nulls);
    }

    /** Tallies clients that were scored together: {@code after} has every client of {@code before}. */
    public static PortfolioTally of(
            List<StoredHealth> before, List<ScoredClient> after, int opened, int resolved) {
        Map<String, ScoredClient> byClient = new TreeMap<>();
        after.forEach(score -> byClient.put(score.clientId(), score));
        PortfolioTally tally = empty();
        for (StoredHealth stored : before) {
            tally = tally.plus(of(stored, Objects.requireNonNull(byClient.get(stored.clientId()))));
        }
        return new PortfolioTally(
                tally.clientCount,
                tally.scoredCount,
                tally.byBand,
                tally.transitions,
                tally.bandChanges,
                tally.before,
                tally.after,
                tally.risers,
                tally.fallers,
                opened,
                resolved,
                tally.nullComponents);
    }

    private static PortfolioTally of(StoredHealth stored, ScoredClient score) {
        String from = word(stored.healthBand());
        String to = word(score.band());
        BigDecimal overall = score.overall();
        List<Mover> moved = mover(stored, overall);
        return new PortfolioTally(
                1,
                overall == null ? 0 : 1,
                bands(from, stored.arrAmount(), to, stored.arrAmount()),
                from.equals(to) ? List.of() : List.of(new Transition(from, to, 1)),
                from.equals(to) ? List.of() : List.of(change(stored, from, to, overall)),
                sum(stored.healthScore()),
                sum(overall),
                moved.stream().filter(mover -> mover.changePoints().signum() > 0).toList(),
                moved.stream().filter(mover -> mover.changePoints().signum() < 0).toList(),
                0,
                0,
                Stream.of(HealthComponent.values())
                        .map(c -> new NullComponent(c, score.components().contains(c) ? 0 : 1))
                        .toList());
    }

    private static BandChange change(
            StoredHealth stored, String from, String to, @Nullable BigDecimal overall) {
        return new BandChange(
                stored.clientId(),
                stored.clientName(),
                from,
                to,
                stored.healthScore(),
                overall,
                stored.arrAmount());
    }

    private static Sum sum(@Nullable BigDecimal score) {
        return score == null ? Sum.NONE : new Sum(1, score);
    }

    /** Returns nothing when a score is new or gone, since it did not move. */
    private static List<Mover> mover(StoredHealth stored, @Nullable BigDecimal overall) {
        BigDecimal old = stored.healthScore();
        if (old == null || overall == null) {
            return List.of();
        }
        return List.of(
                new Mover(
                        stored.clientId(),
                        stored.clientName(),
                        old,
                        overall,
                        overall.subtract(old),
                        stored.arrAmount()));
    }

    /**
     * Returns all bands, best first and {@link #UNSCORED} last, with one client counted in {@code from} and {@code
     * to}.
     */
    private static List<BandTally> bands(
            String from, BigDecimal fromArr, String to, BigDecimal toArr) {
        return words().stream()
                .map(
                        band ->
                                new BandTally(
                                        band,
                                        band.equals(from) ? 1 : 0,
                                        band.equals(to) ? 1 : 0,
                                        band.equals(from) ? fromArr : ZERO,
                                        band.equals(to) ? toArr : ZERO))
                .toList();
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>();
        for (HealthBand band : HealthBand.values()) {
            words.add(word(band));
        }
        words.add(UNSCORED);
        return words;
    }

    private static String word(@Nullable HealthBand band) {
        return band == null ? UNSCORED : WireName.of(band);
    }

    /** Adds two tallies, exactly: every top-ten mover of the whole is among the ten of its part. */
    public PortfolioTally plus(PortfolioTally other) {
        return new PortfolioTally(
                clientCount + other.clientCount,
                scoredCount + other.scoredCount,
                plusBands(other.byBand),
                plusTransitions(other.transitions),
                largest(bandChanges, other.bandChanges),
                before.plus(other.before),
                after.plus(other.after),
                furthest(risers, other.risers, Comparator.reverseOrder()),
                furthest(fallers, other.fallers, Comparator.naturalOrder()),
                indicatorsOpenedCount + other.indicatorsOpenedCount,
                indicatorsResolvedCount + other.indicatorsResolvedCount,
                plusNulls(other.nullComponents));
    }

    private List<BandTally> plusBands(List<BandTally> others) {
        List<BandTally> sums = new ArrayList<>();
        for (int i = 0; i < byBand.size(); i++) {
            BandTally one = byBand.get(i);
            BandTally two = others.get(i);
            sums.add(
                    new BandTally(
                            one.band,
                            one.beforeCount + two.beforeCount,
                            one.afterCount + two.afterCount,
                            one.beforeArrAmount.add(two.beforeArrAmount),
                            one.afterArrAmount.add(two.afterArrAmount)));
        }
        return sums;
    }

    private List<Transition> plusTransitions(List<Transition> others) {
        List<String> order = words();
        Map<List<Integer>, Transition> sums =
                new TreeMap<>(
                        Comparator.comparing((List<Integer> key) -> key.getFirst())
                                .thenComparing(List::getLast));
        Stream.concat(transitions.stream(), others.stream())
                .forEach(
                        t ->
                                sums.merge(
                                        List.of(order.indexOf(t.from), order.indexOf(t.to)),
                                        t,
                                        (a, b) ->
                                                new Transition(
                                                        a.from,
                                                        a.to,
                                                        a.clientCount + b.clientCount)));
        return List.copyOf(sums.values());
    }

    private static List<Mover> furthest(
            List<Mover> one, List<Mover> two, Comparator<BigDecimal> order) {
        return Stream.concat(one.stream(), two.stream())
                .sorted(
                        Comparator.comparing(Mover::changePoints, order)
                                .thenComparing(Mover::arrAmount, Comparator.reverseOrder())
                                .thenComparing(Mover::clientId))
                .limit(MOVERS)
                .toList();
    }

    private static List<BandChange> largest(List<BandChange> one, List<BandChange> two) {
        return Stream.concat(one.stream(), two.stream())
                .sorted(
                        Comparator.comparing(BandChange::arrAmount, Comparator.reverseOrder())
                                .thenComparing(BandChange::clientId))
                .limit(BAND_CHANGES)
                .toList();
    }

    private List<NullComponent> plusNulls(List<NullComponent> others) {
        List<NullComponent> sums = new ArrayList<>();
        for (int i = 0; i < nullComponents.size(); i++) {
            NullComponent one = nullComponents.get(i);
            sums.add(new NullComponent(one.component, one.clientCount + others.get(i).clientCount));
        }
        return sums;
    }
}
