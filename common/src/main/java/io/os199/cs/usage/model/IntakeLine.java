package io.os199.cs.usage.model;

/** An event and the number of its line. */
public record IntakeLine(int line, UsageEvent event) {}
