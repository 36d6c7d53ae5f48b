package io.os199.cs.usage.model;

/**
 * Why a line was not taken.
 *
 * @param line the first is 1
 * @param message for its sender; without a value of the line, which may be personal
 */
public record LineFault(int line, LineCode code, String message) {}
