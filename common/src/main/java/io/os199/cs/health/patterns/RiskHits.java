package io.os199.cs.health.patterns;

import io.os199.cs.health.model.RiskPattern;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The clients for which a risk pattern holds.
 *
 * @param clients the largest of them
 */
record RiskHits(RiskPattern key, int clientCount, BigDecimal arrAmount, List<RiskClient> clients) {
    static final int SHOWN = 20;

    /** A client with its ARR. */
    public record RiskClient(String clientId, String clientName, BigDecimal arrAmount) {}

    RiskHits {
        clients = List.copyOf(clients);
    }

    /** Returns one entry for each pattern. */
    static List<RiskHits> of(
            List<EngagementPatternDao.Client> clients, Map<String, Set<RiskPattern>> holding) {
        List<RiskHits> hits = new ArrayList<>();
        for (RiskPattern pattern : RiskPattern.values()) {
            List<RiskClient> hit =
                    clients.stream()
                            .filter(
                                    client ->
                                            holding.getOrDefault(client.clientId(), Set.of())
                                                    .contains(pattern))
                            .map(
                                    client ->
                                            new RiskClient(
                                                    client.clientId(),
                                                    client.clientName(),
                                                    client.arrAmount()))
                            .toList();
            hits.add(
                    new RiskHits(
                            pattern,
                            hit.size(),
                            hit.stream()
                                    .map(RiskClient::arrAmount)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add),
                            largest(hit.stream())));
        }
        return hits;
    }

    RiskHits plus(RiskHits other) {
        return new RiskHits(
                key,
                clientCount + other.clientCount,
                arrAmount.add(other.arrAmount),
                largest(Stream.concat(clients.stream(), other.clients.stream())));
    }

    private static List<RiskClient> largest(Stream<RiskClient> clients) {
        return clients.sorted(
                        Comparator.comparing(RiskClient::arrAmount, Comparator.reverseOrder())
                                .thenComparing(RiskClient::clientId))
                .limit(SHOWN)
                .toList();
    }
}
