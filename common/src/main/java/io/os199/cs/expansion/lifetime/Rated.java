package io.os199.cs.expansion.lifetime;

import io.os199.cs.expansion.lifetime.LifetimeDao.Figures;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.risk.AnnualRisk;
import io.os199.cs.retention.risk.AnnualRisk.Windows;
import io.os199.cs.retention.risk.ClientRisk;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that can be valued: it has a row in the ledger, and its probability of leaving is known.
 *
 * @param arr the ARR in the ledger
 */
record Rated(
        Figures figures,
        BigDecimal arr,
        AnnualRisk risk,
        int modelVersion,
        Calibration calibration) {

    /** Rates a client by what is known about it now; null where it cannot be valued. */
    static @Nullable Rated now(Figures figures, ClientRisk risk, ChurnModel model) {
        ChurnFacts facts = risk.reading().features().toFacts();
        Windows windows = Windows.of(model, facts).orElse(null);
        BigDecimal arr = figures.arr();
        return arr == null || windows == null
                ? null
                : new Rated(
                        figures,
                        arr,
                        AnnualRisk.of(
                                windows, model, facts, risk.standing(), arr, figures.termDays()),
                        model.modelVersion(),
                        model.calibration());
    }

    /** Rates clients by their newest predictions; clients that cannot be valued are left out. */
    static List<Rated> stored(Transaction tx, List<Figures> figures) {
        Map<Integer, ChurnModel> models = new HashMap<>();
        return figures.stream()
                .<Rated>mapMulti(
                        (each, kept) -> {
                            Rated rated = stored(tx, each, models);
                            if (rated != null) {
                                kept.accept(rated);
                            }
                        })
                .toList();
    }

    private static @Nullable Rated stored(
            Transaction tx, Figures figures, Map<Integer, ChurnModel> models) {
        BigDecimal arr = figures.arr();
        Integer version = figures.modelVersion();
        LocalDate day = figures.predictedOn();
        Double in = figures.inWindow();
        Double off = figures.offWindow();
        if (arr == null || version == null || day == null || in == null || off == null) {
            return null;
        }
        ChurnModel model = models.computeIfAbsent(version, v -> ChurnModels.version(tx, v));
        ChurnFacts facts = ChurnFacts.unknown(figures.clientId(), day);
        for (Contribution each : figures.contributions()) {
            facts = facts.with(each.feature(), each.value());
        }
        return new Rated(
                figures,
                arr,
                AnnualRisk.of(
                        new Windows(in, off),
                        model,
                        facts,
                        figures.signs(),
                        arr,
                        figures.termDays()),
                version,
                model.calibration());
    }

    Weighed weighed() {
        return new Weighed(
                figures.clientId(),
                figures.tier(),
                arr.doubleValue(),
                risk.probability(),
                risk.restoredProbability(),
                risk.doubledTermProbability(),
                figures.ticketCount(),
                figures.touchCount(),
                figures.activeUserCount());
    }
}
