package io.os199.cs.retention.satisfaction;

/** The number of answers that gave a score. */
public record ScoreCount(int score, int count) {}
