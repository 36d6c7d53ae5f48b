package io.os199.cs.retention.risk;

import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.facts.RetentionFacts;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the risk of clients on a day, with the same statements for one client and for a page of them. */
public final class ClientRisks {
    private final ChurnModel model;
    private final LocalDate asOf;
    private final LocalDate today;
    private final int lookbackDays;
    private final boolean predictions;

    /**
     * Reads with the given model.
     *
     * @param asOf today or before
     * @param lookbackDays the days in which changes are shown
     */
    public ClientRisks(ChurnModel model, LocalDate asOf, LocalDate today, int lookbackDays) {
        this(model, asOf, today, lookbackDays, true);
    }

    /**
     * Reads with the given model.
     *
     * @param predictions whether plays may follow from the model's result and state their effect
     */
    public ClientRisks(
            ChurnModel model,
            LocalDate asOf,
            LocalDate today,
            int lookbackDays,
            boolean predictions) {
        this.model = model;
        this.asOf = asOf;
        this.today = today;
        this.lookbackDays = lookbackDays;
        this.predictions = predictions;
    }

    /** Returns the risks in the order of the ids; a client that does not exist is left out. */
    public List<ClientRisk> of(Transaction tx, List<String> clientIds) {
        if (clientIds.isEmpty()) {
            return List.of();
        }
        String[] ids = clientIds.toArray(String[]::new);
        ClientRiskDao dao = tx.dao(ClientRiskDao.class);
        LocalDate since = asOf.minusDays(lookbackDays);
        Map<String, ClientRiskDao.Profile> profiles =
                dao.profiles(ids, asOf, since, HealthModels.STANDARD).stream()
                        .collect(
                                Collectors.toMap(
                                        ClientRiskDao.Profile::clientId, profile -> profile));
        Map<String, List<ClientRiskDao.Episode>> episodes =
                dao.episodes(ids, startOf(since.plusDays(1)), startOf(asOf.plusDays(1))).stream()
                        .collect(Collectors.groupingBy(ClientRiskDao.Episode::clientId));
        Map<String, ClientRisk> risks = new HashMap<>();
        for (ClientReading reading : RetentionFacts.readings(tx, clientIds, asOf, today)) {
            String id = reading.signals().clientId();
            ClientRiskDao.Profile profile = profiles.get(id);
            if (profile != null) {
                risks.put(id, risk(profile, reading, episodes.getOrDefault(id, List.of())));
            }
        }
        return clientIds.stream().map(risks::get).filter(Objects::nonNull).toList();
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private ClientRisk risk(
            ClientRiskDao.Profile profile,
            ClientReading reading,
            List<ClientRiskDao.Episode> stored) {
        ClientSignals signals = reading.signals();
        ChurnFacts facts = reading.features().toFacts();
        List<ClientRisk.Episode> episodes = new ArrayList<>();
        List<StandingSign> standing = new ArrayList<>();
        Map<String, RiskSign> signs =
                RiskRules.of(signals).stream()
                        .collect(Collectors.toMap(RiskSign::indicatorKey, sign -> sign));
        Set<String> open = new HashSet<>();
        for (ClientRiskDao.Episode episode : stored) {
            RiskSign sign = signs.get(episode.indicatorKey());
            boolean goesOn = episode.resolvedAt() == null && (sign == null || !sign.isOver());
            if (goesOn) {
                open.add(episode.indicatorKey());
                StandingSign now = sign == null ? sign(episode) : sign(sign);
                standing.add(now);
                episodes.add(
                        new ClientRisk.Episode(
                                now.indicatorKey(),
                                now.severity(),
                                now.value(),
                                now.threshold(),
                                episode.detectedAt(),
                                null));
            } else if (episode.resolvedAt() != null) {
                episodes.add(
                        new ClientRisk.Episode(
                                episode.indicatorKey(),
                                episode.severity(),
                                episode.value(),
                                episode.threshold(),
                                episode.detectedAt(),
                                episode.resolvedAt()));
            }
        }
        for (RiskSign sign : RiskRules.of(signals)) {
            if (sign.begins() && !open.contains(sign.indicatorKey())) {
                StandingSign now = sign(sign);
                standing.add(now);
                episodes.add(
                        new ClientRisk.Episode(
                                now.indicatorKey(),
                                now.severity(),
                                now.value(),
                                now.threshold(),
                                null,
                                null));
            }
        }
        return new ClientRisk(
                profile.clientId(),
                profile.clientName(),
                profile.tier(),
                profile.csm(),
                asOf,
                profile.startedOn(),
                profile.churnedOn(),
                reading,
                signals.arrAmount(),
                signals.healthScore(),
                change(signals.healthScore(), profile.pastHealthScore()),
                signals.renewalDate(),
                signals.daysToRenewal(),
                model.score(facts),
                episodes,
                standing,
                new Plays(
                                predictions ? model : null,
                                facts,
                                standing,
                                signals.arrAmount(),
                                signals.daysToRenewal())
                        .recommended(),
                profile.activeCampaignId());
    }

    private static @Nullable BigDecimal change(
            @Nullable BigDecimal now, @Nullable BigDecimal then) {
        return now == null || then == null ? null : now.subtract(then);
    }

    private static StandingSign sign(ClientRiskDao.Episode episode) {
        return new StandingSign(
                episode.indicatorKey(), episode.severity(), episode.value(), episode.threshold());
    }

    private static StandingSign sign(RiskSign sign) {
        return new StandingSign(
                sign.indicatorKey(),
                Objects.requireNonNull(sign.severity()),
                sign.value(),
                sign.threshold());
    }
}
