package io.os199.cs.core.model;

import java.math.BigDecimal;

/**
 * The part of a change of the health score that is due to a component.
 *
 * @param changePoints of the overall score; two decimals, never zero
 */
public record HealthDriver(String component, BigDecimal changePoints) {}
