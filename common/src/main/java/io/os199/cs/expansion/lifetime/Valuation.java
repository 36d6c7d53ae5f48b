package io.os199.cs.expansion.lifetime;

import io.os199.cs.expansion.lifetime.TicketRates.Peers;
import io.os199.cs.expansion.lifetime.Worth.Gain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Values clients, and computes what each lever would add: one input changed, the others unchanged. */
final class Valuation {
    /** The least fall in the probability of leaving that counts as a gain. */
    private static final double LEAST_FALL = 0.01;

    private final Assumptions assumptions;
    private final GrowthRates growthRates;
    private final TicketRates ticketRates;
    private final OptimizationFocus focus;

    Valuation(
            Assumptions assumptions,
            GrowthRates growthRates,
            TicketRates ticketRates,
            OptimizationFocus focus) {
        this.assumptions = assumptions;
        this.growthRates = growthRates;
        this.ticketRates = ticketRates;
        this.focus = focus;
    }

    Worth of(Weighed client, Upside upside) {
        Growth growth = growthRates.of(client.tier());
        LifetimeModel model =
                new LifetimeModel(
                        assumptions.horizonYears(),
                        assumptions.discountRate(),
                        assumptions.marginRate(),
                        growth.rate());
        Double cost = assumptions.cost(client.ticketCount(), client.touchCount());
        double paid = cost == null ? 0 : cost;
        double clv = model.value(client.churn(), client.arr(), paid);
        Double ticketRate = client.ticketRate();
        Peers peers =
                ticketRate == null
                        ? null
                        : ticketRates.peers(client.tier(), ticketRate).orElse(null);
        List<Gain> gains = new ArrayList<>();
        retention(gains, client, model, paid, clv);
        expansion(gains, client, upside, model, paid, clv);
        cost(gains, client, peers, model, clv);
        term(gains, client, upside, model, paid, clv);
        gains.removeIf(gain -> gain.amount() <= 0 || !focus.has(gain.lever()));
        gains.sort(
                Comparator.comparingDouble((Gain gain) -> -gain.amount())
                        .thenComparing(Gain::lever));
        return new Worth(model, growth, cost, clv, peers, gains);
    }

    private static void retention(
            List<Gain> gains, Weighed client, LifetimeModel model, double cost, double clv) {
        Double restored = client.restoredChurn();
        if (restored != null && client.churn() - restored >= LEAST_FALL) {
            double after = model.value(restored, client.arr(), cost);
            gains.add(gain(LifetimeLever.IMPROVE_RETENTION, client.churn(), restored, after, clv));
        }
    }

    private static void expansion(
            List<Gain> gains,
            Weighed client,
            Upside upside,
            LifetimeModel model,
            double cost,
            double clv) {
        double more = upside.expectedAmount().doubleValue();
        if (more > 0) {
            double after = model.value(client.churn(), client.arr() + more, cost);
            gains.add(
                    gain(
                            LifetimeLever.INCREASE_EXPANSION,
                            client.arr(),
                            client.arr() + more,
                            after,
                            clv));
        }
    }

    private void cost(
            List<Gain> gains,
            Weighed client,
            @Nullable Peers peers,
            LifetimeModel model,
            double clv) {
        Integer users = client.activeUserCount();
        if (peers == null || users == null) {
            return;
        }
        double fewer = peers.median() * users;
        Double less = assumptions.cost(fewer, client.touchCount());
        if (less != null && fewer < client.ticketCount()) {
            double after = model.value(client.churn(), client.arr(), less);
            gains.add(
                    gain(
                            LifetimeLever.REDUCE_COST_TO_SERVE,
                            client.ticketCount(),
                            fewer,
                            after,
                            clv));
        }
    }

    private static void term(
            List<Gain> gains,
            Weighed client,
            Upside upside,
            LifetimeModel model,
            double cost,
            double clv) {
        Double churn = client.longTermChurn();
        if (upside.isMultiYear() && churn != null) {
            double after = model.value(churn, client.arr(), cost);
            gains.add(gain(LifetimeLever.TERM_COMMITMENT, client.churn(), churn, after, clv));
        }
    }

    private static Gain gain(
            LifetimeLever lever, double from, double to, double after, double before) {
        return new Gain(lever, from, to, after, after - before);
    }
}
