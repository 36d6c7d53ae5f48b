package io.os199.cs.usage.model;

/** An event, and on which line it came. */
public record IntakeLine(int line, UsageEvent event) {}
