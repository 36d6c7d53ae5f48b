package io.os199.cs.expansion.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.lifetime.GrowthRates.OfTier;
import io.os199.cs.expansion.lifetime.TicketRates.OfClient;
import io.os199.cs.expansion.lifetime.TicketRates.Peers;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;

/** When levers are shown, and whose growth and tickets a client is compared with. */
class ValuationTest {
    private static final Assumptions FREE =
            new Assumptions(
                    5,
                    0.10,
                    AssumptionBasis.DEFAULT,
                    0.80,
                    AssumptionBasis.ECONOMICS,
                    null,
                    null,
                    null);

    @Test
    void aLeverShowsFromAFallOfOneHundredth() {
        assertThat(levers(client(0.10, 0.0901, null), Upside.NONE)).isEmpty();
        assertThat(levers(client(0.10, 0.0899, null), Upside.NONE))
                .containsExactly(LifetimeLever.IMPROVE_RETENTION);
        assertThat(levers(client(0.10, 0.12, null), Upside.NONE)).isEmpty();
    }

    @Test
    void aLongerTermTakesAFindingAndHasToHelp() {
        Upside longer = new Upside(BigDecimal.ZERO, 0, 0, true, 0);
        assertThat(levers(client(0.10, null, 0.08), Upside.NONE)).isEmpty();
        assertThat(levers(client(0.10, null, 0.08), longer))
                .containsExactly(LifetimeLever.TERM_COMMITMENT);
        assertThat(levers(client(0.10, null, 0.11), longer)).isEmpty();
    }

    @Test
    void theFocusSaysWhichLeversShowAndTheLargestGainIsFirst() {
        Upside upside = new Upside(new BigDecimal("864"), 1, 0, true, 0);
        Weighed client = client(0.10, 0.06, 0.09);
        assertThat(levers(client, upside))
                .containsExactly(
                        LifetimeLever.IMPROVE_RETENTION,
                        LifetimeLever.TERM_COMMITMENT,
                        LifetimeLever.INCREASE_EXPANSION);
        Valuation expansion =
                new Valuation(
                        FREE,
                        new GrowthRates(List.of()),
                        TicketRates.none(),
                        OptimizationFocus.EXPANSION);
        assertThat(expansion.of(client, upside).gains())
                .extracting(Worth.Gain::lever)
                .containsExactly(LifetimeLever.INCREASE_EXPANSION);
    }

    @Test
    void growthIsOfTwentyClientsOrElseOfAllAndHeldToAFifth() {
        OfTier few = tier(Tier.STARTER, 19, 1_000, 2_000);
        OfTier many = tier(Tier.ENTERPRISE, 20, 100_000, 103_000);
        assertThat(new GrowthRates(List.of(many, few)).of(Tier.ENTERPRISE))
                .isEqualTo(new Growth(0.03, GrowthBasis.TIER));
        Growth all = new GrowthRates(List.of(many, few)).of(Tier.STARTER);
        assertThat(all.basis()).isEqualTo(GrowthBasis.PORTFOLIO);
        assertThat(all.rate()).isCloseTo(4_000 / 101_000.0, within(1e-12));
        assertThat(new GrowthRates(List.of(few)).of(Tier.STARTER))
                .isEqualTo(new Growth(0, GrowthBasis.NONE));
        assertThat(new GrowthRates(List.of(tier(Tier.STARTER, 20, 100, 300))).of(Tier.STARTER))
                .isEqualTo(new Growth(0.20, GrowthBasis.TIER));
        assertThat(new GrowthRates(List.of(tier(Tier.STARTER, 20, 100, 10))).of(Tier.STARTER))
                .isEqualTo(new Growth(-0.20, GrowthBasis.TIER));
    }

    @Test
    void peersAreTheOthersOfTheTierAndAtLeastFive() {
        TicketRates rates = rates(0.2, 2, 1.4, 1, 1.2, 9);
        assertThat(rates.peers(Tier.STARTER, 2)).contains(new Peers(5, 1.2));
        assertThat(rates.peers(Tier.STARTER, 0.2)).contains(new Peers(5, 1.4));
        assertThat(rates.peers(Tier.STARTER, 9)).contains(new Peers(5, 1.2));
        assertThat(rates(1, 2, 2, 3, 4, 5, 6).peers(Tier.STARTER, 2)).contains(new Peers(6, 3.5));
        assertThat(rates(1, 2, 3, 4, 5).peers(Tier.STARTER, 3)).isEmpty();
        assertThat(rates.peers(Tier.ENTERPRISE, 2)).isEmpty();
    }

    @Test
    void whatChunksKeepIsReadAsItWas() {
        Weighed client =
                new Weighed("client_1", Tier.STARTER, 72_000.1, 0.1, null, 0.08, 20, 24, 10);
        String json = Json.write(client);
        assertThat(json).isEqualTo("[\"client_1\",\"starter\",72000.1,0.1,null,0.08,20,24,10]");
        assertThat(Json.read(json, Weighed.class)).isEqualTo(client);
    }

    private static List<LifetimeLever> levers(Weighed client, Upside upside) {
        return new Valuation(
                        FREE,
                        new GrowthRates(List.of()),
                        TicketRates.none(),
                        OptimizationFocus.BALANCED)
                .of(client, upside).gains().stream().map(Worth.Gain::lever).toList();
    }

    private static Weighed client(
            double churn, @Nullable Double restored, @Nullable Double longTerm) {
        return new Weighed(
                "client_1", Tier.PROFESSIONAL, 72_000, churn, restored, longTerm, 20, 24, 10);
    }

    private static OfTier tier(Tier tier, int clients, int before, int now) {
        return new OfTier(tier, clients, BigDecimal.valueOf(before), BigDecimal.valueOf(now));
    }

    private static TicketRates rates(double... rates) {
        return new TicketRates(
                DoubleStream.of(rates).mapToObj(rate -> new OfClient(Tier.STARTER, rate)).toList());
    }
}
