package io.os199.cs.health.patterns;

import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.usage.model.UsageFacts.Hour;
import io.os199.cs.usage.model.UserMix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a chunk of the portfolio contributes, all of which can be added up.
 *
 * @param clientIds the clients in scope, which all but the last two components are about
 * @param anomalies with the days of the clients in scope
 * @param control absent where no backtest is asked for
 * @param portfolioDays the abnormal days of all clients of the chunk, in scope or not
 */
record PatternTally(
        List<String> clientIds,
        PatternFacts.Use use,
        List<Hour> hours,
        PatternFacts.Features features,
        UserMix mix,
        List<RiskHits> risks,
        AnomalyTally anomalies,
        @Nullable Control control,
        AnomalyTally portfolioDays) {

    /** Clients that are compared, such as those that stayed, and for how many of them each pattern held. */
    record Control(int clientCount, Map<RiskPattern, Integer> hits) {
        Control plus(Control other) {
            Map<RiskPattern, Integer> sums = new EnumMap<>(RiskPattern.class);
            Stream.of(hits, other.hits)
                    .forEach(
                            each ->
                                    each.forEach(
                                            (pattern, count) ->
                                                    sums.merge(pattern, count, Integer::sum)));
            return new Control(clientCount + other.clientCount, sums);
        }
    }

    static final PatternTally NONE =
            new PatternTally(
                    List.of(),
                    PatternFacts.Use.NONE,
                    List.of(),
                    PatternFacts.Features.NONE,
                    UserMix.NONE,
                    RiskHits.of(List.of(), Map.of()),
                    AnomalyTally.NONE,
                    null,
                    AnomalyTally.NONE);

    PatternTally withControl(@Nullable Control compared) {
        return new PatternTally(
                clientIds, use, hours, features, mix, risks, anomalies, compared, portfolioDays);
    }

    PatternTally plus(PatternTally other) {
        List<String> ids = new ArrayList<>(clientIds);
        ids.addAll(other.clientIds);
        List<RiskHits> hits = new ArrayList<>();
        for (int i = 0; i < risks.size(); i++) {
            hits.add(risks.get(i).plus(other.risks.get(i)));
        }
        Control both = control == null ? other.control : control;
        if (control != null && other.control != null) {
            both = control.plus(other.control);
        }
        return new PatternTally(
                ids,
                use.plus(other.use),
                sum(hours, other.hours),
                features.plus(other.features),
                mix.plus(other.mix),
                hits,
                AnomalyTally.sum(List.of(anomalies, other.anomalies)),
                both,
                AnomalyTally.sum(List.of(portfolioDays, other.portfolioDays)));
    }

    private static List<Hour> sum(List<Hour> a, List<Hour> b) {
        Map<Integer, Hour> sums = new TreeMap<>();
        Stream.concat(a.stream(), b.stream())
                .forEach(
                        hour ->
                                sums.merge(
                                        hour.weekday() * 24 + hour.hour(),
                                        hour,
                                        (one, two) ->
                                                new Hour(
                                                        one.weekday(),
                                                        one.hour(),
                                                        one.eventCount() + two.eventCount())));
        return List.copyOf(sums.values());
    }
}
