package io.os199.cs.retention.satisfaction;

/** How many answers gave a score. */
public record ScoreCount(int score, int count) {}
