package io.os199.cs.usage.model;

import java.time.LocalDate;

/** A day in UTC of a client: what a rollup is of. */
public record ClientDay(String clientId, LocalDate day) {}
