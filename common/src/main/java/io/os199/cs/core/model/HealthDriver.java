package io.os199.cs.core.model;

import java.math.BigDecimal;

/**
 * How much of a change of the health score is a component's doing.
 *
 * @param changePoints of the overall score; two decimals, never zero
 */
public record HealthDriver(String component, BigDecimal changePoints) {}
