package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/**
 * The number of clients in a band.
 *
 * @param band the band; {@link PortfolioTally#UNSCORED} for clients without a score
 */
public record BandCount(String band, int clientCount) {

    /** Returns the counts of all bands, the best first and clients without a score last. */
    public static List<BandCount> of(
            int clients, int healthy, int watch, int atRisk, int critical) {
        return List.of(
                new BandCount(WireName.of(HealthBand.HEALTHY), healthy),
                new BandCount(WireName.of(HealthBand.WATCH), watch),
                new BandCount(WireName.of(HealthBand.AT_RISK), atRisk),
                new BandCount(WireName.of(HealthBand.CRITICAL), critical),
                new BandCount(
                        PortfolioTally.UNSCORED, clients - healthy - watch - atRisk - critical));
    }
}
