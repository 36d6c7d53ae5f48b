package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.platform.json.WireName;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Distributes a change among the components that have data on both days: weight · (score − previous score) ÷ the sum
 * of these weights. The shares add up to the change, apart from rounding: 0.01 for each of the two scores and 0.005
 * for each share.
 */
public final class HealthDrivers {
    private HealthDrivers() {}

    /** Returns the drivers, the largest first, whether up or down; a component that did not move is left out. */
    public static List<HealthDriver> of(HealthModel model, HealthScore score) {
        record Moved(HealthComponent component, BigDecimal weighted) {}
        List<Moved> moved = new ArrayList<>();
        BigDecimal weightSum = BigDecimal.ZERO;
        for (var weight : model.componentWeights().entrySet()) {
            BigDecimal now = score.component(weight.getKey());
            BigDecimal then = score.previousComponent(weight.getKey());
            if (now != null && then != null) {
                weightSum = weightSum.add(weight.getValue());
                moved.add(
                        new Moved(weight.getKey(), weight.getValue().multiply(now.subtract(then))));
            }
        }
        BigDecimal all = weightSum;
        return moved.stream()
                .map(
                        it ->
                                new HealthDriver(
                                        WireName.of(it.component()),
                                        it.weighted().divide(all, 2, RoundingMode.HALF_UP)))
                .filter(driver -> driver.changePoints().signum() != 0)
                .sorted(
                        Comparator.comparing((HealthDriver driver) -> driver.changePoints().abs())
                                .reversed())
                .toList();
    }
}
