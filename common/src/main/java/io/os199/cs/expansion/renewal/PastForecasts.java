package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.Actor;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PastClients;
import io.os199.cs.health.PastHealth;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ClientChurnFeatures;
import io.os199.cs.retention.facts.RetentionFacts;
import io.os199.cs.retention.risk.AnnualRisk;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reconstructs what past nightly runs would have forecast for renewals, had there been any. It serves companies whose
 * history is older than their use of this product, so that forecasts can be compared with what happened.
 *
 * <p>The forecast for a day is based on the day before it: the churn model's features at the end of that day, the
 * model that training on that day produces from the clients that had left by then, the commitments that had closed,
 * and the contracts in force. The health scores that serve as features are stored for month ends, as history.
 * Whatever has no history is taken as it is today: the roles of contacts, the urgency of tickets and escalations, the
 * values and dates of contracts.
 */
public final class PastForecasts {
    /**
     * The number of months before the first forecast for which health is scored, so that the model of that day can
     * learn from them.
     */
    private static final int MONTHS_TO_LEARN_FROM = 24;

    private final Database database;
    private final PastHealth health;
    private final PastClients clients;
    private final Clock clock;

    public PastForecasts(Database database, HealthScoring scoring, Clock clock) {
        this.database = database;
        this.health = new PastHealth(database, scoring, clock);
        this.clients = new PastClients(database);
        this.clock = clock;
    }

    /**
     * What was stored for a day.
     *
     * @param day the day of the forecast
     * @param modelStage the stage of the model that training on the day before produces
     */
    public record Stored(LocalDate day, String modelStage, int forecastCount) {}

    /**
     * Stores forecasts for the first day of each month, including this month's if that day is over.
     *
     * @param months how many months
     * @param told called for each forecast, the oldest first
     */
    public void store(int months, Actor actor, Consumer<Stored> told) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate newest = today.minusDays(1).withDayOfMonth(1);
        LocalDate oldest = newest.minusMonths(months - 1L);
        LocalDate learned = oldest.minusMonths(MONTHS_TO_LEARN_FROM).minusDays(1);
        health.store(PastHealth.monthEnds(learned, today), actor);
        ChurnModel model = database.read(ChurnModels::prior);
        for (LocalDate day : firstDays(oldest, newest)) {
            ChurnModel before = model;
            model = database.read(tx -> ChurnModels.after(tx, before, day.minusDays(1)));
            told.accept(new Stored(day, WireName.of(model.stage()), forecast(day, today, model)));
        }
    }

    private static List<LocalDate> firstDays(LocalDate oldest, LocalDate newest) {
        return Stream.iterate(oldest, day -> !day.isAfter(newest), day -> day.plusMonths(1))
                .toList();
    }

    private int forecast(LocalDate day, LocalDate today, ChurnModel model) {
        LocalDate known = day.minusDays(1);
        Instant now = StoredTime.now(clock);
        return clients.each(
                known,
                (tx, ids) -> {
                    List<Chance> chances =
                            RetentionFacts.features(
                                            tx,
                                            ids.stream()
                                                    .map(id -> new RetentionFacts.Pair(id, known))
                                                    .toList(),
                                            today)
                                    .stream()
                                    .map(features -> Chance.of(model, features))
                                    .toList();
                    CommittedRate committed = CommittedRate.read(tx, known);
                    return tx.dao(PastForecastDao.class)
                            .store(
                                    ids.toArray(String[]::new),
                                    day,
                                    Json.write(chances),
                                    committed.weight(),
                                    committed.isOwn(),
                                    WireName.of(model.stage()),
                                    now);
                });
    }

    /**
     * @param probability the probability that a client stays through a window with a renewal; absent where too little
     *     was known
     */
    private record Chance(String clientId, @Nullable Double probability) {
        static Chance of(ChurnModel model, ClientChurnFeatures features) {
            ChurnFacts facts = features.toFacts();
            return new Chance(
                    features.clientId(),
                    AnnualRisk.Windows.of(model, facts)
                            .map(windows -> 1 - windows.in())
                            .orElse(null));
        }
    }
}
