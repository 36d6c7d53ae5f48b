package io.os199.cs.retention.campaign;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.facts.RetentionFacts;

import java.time.LocalDate;
import java.util.List;

/** Measures the state of clients for comparison by campaigns. */
final class Measurements {
    private Measurements() {}

    static Measurement of(Transaction tx, String clientId, LocalDate today) {
        ChurnModel model = ChurnModels.active(tx);
        ClientReading reading =
                RetentionFacts.readings(tx, List.of(clientId), today, today).getFirst();
        ClientSignals signals = reading.signals();
        Double probability = model.score(reading.features().toFacts()).probability();
        return new Measurement(
                signals.healthScore(),
                probability,
                probability == null ? null : model.modelVersion(),
                signals.isKnown() ? signals.userDays30() : null,
                signals.isKnown() ? signals.activeUserCount() : null,
                signals.arrAmount(),
                today);
    }
}
