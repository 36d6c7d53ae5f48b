package io.os199.cs.health.adoption;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which features the users of a client have adopted. */
public final class FeatureAdoption {
    private static final int NEAREST = 5;

    /** Returns the feature with this id or key. */
    public Answer<Feature> feature(Transaction tx, String reference) {
        AdoptionDao dao = tx.dao(AdoptionDao.class);
        Optional<Feature> feature = dao.named(reference);
        if (feature.isPresent()) {
            return Answer.of(feature.get());
        }
        return Answer.refused(
                Refusal.notFound("feature_id", "no feature has what feature_id says as id or key")
                        .expected("the id or key of a feature")
                        .suggestions(
                                dao.nearest(reference, NEAREST).stream()
                                        .map(each -> new Suggestion(each.featureKey(), each.name()))
                                        .toList()));
    }

    /** Reads one client with a single statement. */
    public ClientFeatureUse client(
            Transaction tx, String clientId, AdoptionWindow window, AdoptionQuery query) {
        return tx.dao(AdoptionDao.class)
                .client(
                        new String[] {clientId},
                        window,
                        query.featureKey(),
                        query.category(),
                        query.featureKey() != null)
                .use();
    }

    /** Returns the benchmarks by feature key, for features that have a rate and enough peers with one. */
    public Map<String, FeatureBenchmark> benchmarks(
            Transaction tx, String clientId, LocalDate asOf, List<FeatureUse> features) {
        List<String> keys = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        for (FeatureUse feature : features) {
            if (feature.adoptionRate() != null) {
                keys.add(feature.featureKey());
                rates.add(feature.adoptionRate().toPlainString());
            }
        }
        Map<String, FeatureBenchmark> byKey = new HashMap<>();
        if (!keys.isEmpty()) {
            tx
                    .dao(AdoptionDao.class)
                    .benchmarks(
                            clientId,
                            asOf,
                            keys.toArray(String[]::new),
                            rates.toArray(String[]::new))
                    .stream()
                    .filter(each -> each.peerCount() >= FeatureBenchmark.FEWEST_PEERS)
                    .forEach(each -> byKey.put(each.featureKey(), each));
        }
        return byKey;
    }
}
