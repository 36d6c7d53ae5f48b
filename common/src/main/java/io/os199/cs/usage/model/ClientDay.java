package io.os199.cs.usage.model;

import java.time.LocalDate;

/** A day in UTC of one client: the unit of a rollup. */
public record ClientDay(String clientId, LocalDate day) {}
