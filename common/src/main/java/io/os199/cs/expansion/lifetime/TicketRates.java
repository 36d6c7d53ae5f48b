package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The number of tickets that the clients of each tier open per year and active user. */
final class TicketRates {
    private static final int FEWEST_PEERS = 5;

    private final Map<Tier, double[]> sorted = new EnumMap<>(Tier.class);

    /** Collects the rates of these clients, which all have active users. */
    TicketRates(Collection<OfClient> rates) {
        for (Tier tier : Tier.values()) {
            sorted.put(
                    tier,
                    rates.stream()
                            .filter(each -> each.tier() == tier)
                            .mapToDouble(OfClient::rate)
                            .sorted()
                            .toArray());
        }
    }

    /** No rates, for when nobody asks for them. */
    static TicketRates none() {
        return new TicketRates(List.of());
    }

    /** The rate of one client. */
    public record OfClient(Tier tier, double rate) {}

    /** The other clients of a tier. */
    record Peers(int count, double median) {}

    /** The peers of a client, given its own rate; empty where there are fewer than {@value #FEWEST_PEERS}. */
    Optional<Peers> peers(Tier tier, double own) {
        double[] all = sorted.getOrDefault(tier, new double[0]);
        int place = Arrays.binarySearch(all, own);
        int count = place < 0 ? all.length : all.length - 1;
        if (count < FEWEST_PEERS) {
            return Optional.empty();
        }
        int without = place < 0 ? all.length : place;
        double upper = at(all, without, count / 2);
        double median = count % 2 == 1 ? upper : (at(all, without, count / 2 - 1) + upper) / 2;
        return Optional.of(new Peers(count, median));
    }

    /** The element at an index as if the one at {@code without} were not there. */
    private static double at(double[] all, int without, int index) {
        return all[index < without ? index : index + 1];
    }
}
