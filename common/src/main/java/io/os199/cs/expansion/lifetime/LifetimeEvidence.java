package io.os199.cs.expansion.lifetime;

import io.os199.cs.expansion.lifetime.GrowthRates.OfTier;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The evidence behind the values.
 *
 * @param economicsFrom the day from which the economics apply
 * @param growth the growth of clients that paid over the whole last year; a rate needs at least 20 clients of the
 *     tier, otherwise of all tiers
 * @param predictedAt when the portfolio run that made these predictions ended; absent for one client, which is
 *     computed now
 * @param scannedAt the same for the scan that made these findings
 * @param client present for one client only
 */
public record LifetimeEvidence(
        String formula,
        int horizonYears,
        BigDecimal discountRate,
        AssumptionBasis discountBasis,
        BigDecimal grossMarginRate,
        AssumptionBasis marginBasis,
        @Nullable LocalDate economicsFrom,
        @Nullable BigDecimal costPerTicketAmount,
        @Nullable BigDecimal costPerTouchpointAmount,
        List<OfTier> growth,
        @Nullable Instant predictedAt,
        @Nullable Instant scannedAt,
        @Nullable OfClient client) {
    private static final String FORMULA =
            "clv = margin·arr·F(growth) − cost_to_serve·F(0); F(g) = Σ over years k of"
                    + " (1+g)^(k−1)·y^(k−0.5), y = (1 − annual churn)/(1 + discount)";

    public LifetimeEvidence {
        growth = List.copyOf(growth);
    }

    /**
     * The counts of one client.
     *
     * @param termDays the term of the base contract; a year is assumed where it is absent
     * @param peerCount the number of other clients of the tier with active users
     */
    public record OfClient(
            BigDecimal probabilityInWindow,
            BigDecimal probabilityOffWindow,
            @Nullable Integer termDays,
            int ticketCount365d,
            int twoWayTouchCount365d,
            @Nullable Integer activeUserCount,
            @Nullable Integer peerCount,
            @Nullable BigDecimal peerMedianTicketsPerUser) {

        static OfClient of(Rated client, Worth worth) {
            TicketRates.Peers peers = worth.peers();
            return new OfClient(
                    Rounded.rate(client.risk().now().in()),
                    Rounded.rate(client.risk().now().off()),
                    client.figures().termDays(),
                    client.figures().ticketCount(),
                    client.figures().touchCount(),
                    client.figures().activeUserCount(),
                    peers == null ? null : peers.count(),
                    peers == null ? null : Rounded.figure(peers.median()));
        }
    }

    static LifetimeEvidence of(
            Assumptions assumptions,
            GrowthRates growth,
            @Nullable Instant predictedAt,
            @Nullable Instant scannedAt,
            @Nullable OfClient client) {
        return new LifetimeEvidence(
                FORMULA,
                assumptions.horizonYears(),
                Rounded.rate(assumptions.discountRate()),
                assumptions.discountBasis(),
                Rounded.rate(assumptions.marginRate()),
                assumptions.marginBasis(),
                assumptions.economicsFrom(),
                assumptions.costPerTicket(),
                assumptions.costPerTouchpoint(),
                growth.byTier(),
                predictedAt,
                scannedAt,
                client);
    }
}
