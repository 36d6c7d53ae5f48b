package io.os199.cs.retention.postmortem;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.facts.RetentionFacts;
import io.os199.cs.retention.facts.RetentionFacts.Pair;
import io.os199.cs.retention.postmortem.DepartureFacts.Sample;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks back at departures, with two statements for any number of them. */
public final class Postmortems {
    private final ChurnModel model;
    private final LocalDate today;
    private final int lookbackDays;

    /**
     * Looks back with a model that supplies the probabilities of the days for which none was stored.
     *
     * @param lookbackDays how many days before each departure to look at
     */
    public Postmortems(ChurnModel model, LocalDate today, int lookbackDays) {
        this.model = model;
        this.today = today;
        this.lookbackDays = lookbackDays;
    }

    /**
     * Returns the postmortems of those pairs of a client and the day of a churn that exist, in the order of clients
     * and days.
     */
    public List<Postmortem> of(Transaction tx, List<Pair> departures) {
        List<DepartureFacts> all =
                tx
                        .dao(PostmortemDao.class)
                        .facts(
                                departures.stream().map(Pair::clientId).toArray(String[]::new),
                                departures.stream()
                                        .map(pair -> pair.day().toString())
                                        .toArray(String[]::new),
                                lookbackDays,
                                MissedRules.ALARM_PROBABILITY)
                        .stream()
                        .map(row -> Json.read(row, DepartureFacts.class))
                        .toList();
        List<Pair> days =
                all.stream()
                        .flatMap(
                                facts ->
                                        facts.samples().stream()
                                                .map(
                                                        sample ->
                                                                new Pair(
                                                                        facts.clientId(),
                                                                        sample.day())))
                        .distinct()
                        .toList();
        Map<Pair, ClientReading> readings = new HashMap<>();
        for (ClientReading reading : RetentionFacts.readings(tx, days, today)) {
            ClientSignals signals = reading.signals();
            readings.put(new Pair(signals.clientId(), signals.asOf()), reading);
        }
        return all.stream().map(facts -> postmortem(facts, readings)).toList();
    }

    private Postmortem postmortem(DepartureFacts facts, Map<Pair, ClientReading> readings) {
        LocalDate recordedFrom = facts.recordedFrom();
        List<Postmortem.Point> trajectory = new ArrayList<>();
        List<ClientSignals> unrecorded = new ArrayList<>();
        for (Sample sample : facts.samples()) {
            ClientReading reading = readings.get(new Pair(facts.clientId(), sample.day()));
            if (reading == null) {
                continue;
            }
            trajectory.add(point(sample, reading));
            if (recordedFrom == null || sample.day().isBefore(recordedFrom)) {
                unrecorded.add(reading.signals());
            }
        }
        List<Episode> episodes = EpisodeReplay.episodes(facts.episodes(), recordedFrom, unrecorded);
        List<WarningSign> signs = WarningSign.of(episodes, facts.churnedOn());
        Set<String> seen =
                signs.stream().map(WarningSign::indicatorKey).collect(Collectors.toSet());
        return new Postmortem(
                facts,
                episodes,
                signs,
                trajectory,
                new MissedRules(facts, episodes, facts.churnedOn().minusDays(lookbackDays))
                        .missed(),
                ChurnReason.agreement(facts.reasonCode(), seen),
                lookbackDays,
                model.modelVersion());
    }

    private Postmortem.Point point(Sample sample, ClientReading reading) {
        Double stored = sample.probability();
        @Nullable Double replayed =
                stored == null ? model.score(reading.features().toFacts()).probability() : null;
        Origin origin =
                stored != null ? Origin.RECORDED : replayed != null ? Origin.REPLAYED : null;
        return new Postmortem.Point(
                sample.day(),
                reading.signals().healthScore(),
                stored != null ? stored : replayed,
                stored != null
                        ? sample.modelVersion()
                        : replayed != null ? Integer.valueOf(model.modelVersion()) : null,
                origin,
                reading.signals().userDays30(),
                sample.openTicketCount());
    }
}
