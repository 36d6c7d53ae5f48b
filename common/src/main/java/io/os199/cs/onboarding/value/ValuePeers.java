package io.os199.cs.onboarding.value;

import io.os199.cs.onboarding.value.ClientValue.Benchmarks;
import io.os199.cs.onboarding.value.ValueDao.PeerCount;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.statistics.Survival;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;

/** Compares a client's time with those of other clients. */
final class ValuePeers {
    private static final double QUARTER = 0.25;

    private ValuePeers() {}

    /**
     * Returns the comparison.
     *
     * @param days of the client; absent while it is open
     */
    static Benchmarks of(
            List<PeerCount> peers, boolean isTier, @Nullable Integer days, int targetDays) {
        long count = peers.stream().mapToInt(PeerCount::clientCount).sum();
        Survival curve =
                Survival.of(
                        peers.stream()
                                .map(
                                        each ->
                                                new Survival.Cases(
                                                        each.days(),
                                                        each.isReached(),
                                                        each.clientCount()))
                                .toList());
        boolean tells = count >= Sample.ENOUGH;
        return new Benchmarks(
                isTier ? "tier" : "portfolio",
                (int) count,
                (int) reached(peers),
                tells ? value(curve.median()) : null,
                tells ? value(curve.until(1 - QUARTER)) : null,
                tells ? value(curve.until(QUARTER)) : null,
                percentile(peers, days),
                Sample.rate(
                        peers.stream()
                                .filter(
                                        each ->
                                                each.isDecided()
                                                        && each.isReached()
                                                        && each.days() <= targetDays)
                                .mapToLong(PeerCount::clientCount)
                                .sum(),
                        peers.stream()
                                .filter(PeerCount::isDecided)
                                .mapToLong(PeerCount::clientCount)
                                .sum()));
    }

    private static long reached(List<PeerCount> peers) {
        return peers.stream().filter(PeerCount::isReached).mapToLong(PeerCount::clientCount).sum();
    }

    /** Returns the share of those that took longer, plus half of those that took as long. */
    private static @Nullable BigDecimal percentile(List<PeerCount> peers, @Nullable Integer days) {
        long all = reached(peers);
        if (days == null || all < Sample.ENOUGH) {
            return null;
        }
        double slower = 0;
        for (PeerCount each : peers) {
            if (each.isReached() && each.days() >= days) {
                slower += each.clientCount() * (each.days() == days ? 0.5 : 1);
            }
        }
        return Rounded.figure(100 * slower / all);
    }

    private static @Nullable Integer value(OptionalInt days) {
        return days.isPresent() ? days.getAsInt() : null;
    }
}
