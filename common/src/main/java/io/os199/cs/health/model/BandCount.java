package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/**
 * How many clients are in a band.
 *
 * @param band {@link PortfolioTally#UNSCORED} of those without a score
 */
public record BandCount(String band, int clientCount) {

    /** Of every band, the best first and those without a score last. */
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
