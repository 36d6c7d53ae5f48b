package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * One part of a component.
 *
 * @param value 0 to 1; absent where there is nothing to measure
 */
public record ComponentPart(
        HealthComponent component, String part, BigDecimal weight, @Nullable BigDecimal value) {}
