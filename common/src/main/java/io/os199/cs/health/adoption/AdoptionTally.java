package io.os199.cs.health.adoption;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the clients of some chunks have adopted.
 *
 * @param clientCount the number of clients considered
 * @param activeClientCount those of them with an active user in the window
 * @param rowCount the number of pairs of client and feature
 * @param features by key
 */
record AdoptionTally(
        int clientCount, int activeClientCount, int rowCount, Map<String, FeatureTally> features) {

    static AdoptionTally of(
            List<PortfolioClient> clients, List<FeatureUse> uses, BigDecimal threshold) {
        Map<String, PortfolioClient> byId = new HashMap<>();
        clients.forEach(client -> byId.put(client.clientId(), client));
        Map<String, List<FeatureTally>> parts = new TreeMap<>();
        for (FeatureUse use : uses) {
            PortfolioClient client = Objects.requireNonNull(byId.get(use.clientId()));
            parts.computeIfAbsent(use.featureKey(), key -> new ArrayList<>())
                    .add(FeatureTally.of(use, client, threshold));
        }
        int active =
                (int)
                        uses.stream()
                                .filter(use -> use.activeUserCount() > 0)
                                .map(FeatureUse::clientId)
                                .distinct()
                                .count();
        return new AdoptionTally(clients.size(), active, uses.size(), summed(parts));
    }

    static AdoptionTally sum(List<AdoptionTally> tallies) {
        Map<String, List<FeatureTally>> parts = new TreeMap<>();
        for (AdoptionTally tally : tallies) {
            tally.features.forEach(
                    (key, part) -> parts.computeIfAbsent(key, each -> new ArrayList<>()).add(part));
        }
        return new AdoptionTally(
                tallies.stream().mapToInt(AdoptionTally::clientCount).sum(),
                tallies.stream().mapToInt(AdoptionTally::activeClientCount).sum(),
                tallies.stream().mapToInt(AdoptionTally::rowCount).sum(),
                summed(parts));
    }

    private static Map<String, FeatureTally> summed(Map<String, List<FeatureTally>> parts) {
        Map<String, FeatureTally> sums = new TreeMap<>();
        parts.forEach((key, tallies) -> sums.put(key, FeatureTally.sum(tallies)));
        return sums;
    }
}
