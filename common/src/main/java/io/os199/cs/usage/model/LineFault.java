package io.os199.cs.usage.model;

/**
 * Why a line was not taken.
 *
 * @param line the line number; the first is 1
 * @param message a text for the sender, without any value from the line, which may be personal
 */
public record LineFault(int line, LineCode code, String message) {}
