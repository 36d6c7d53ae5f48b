package io.os199.cs.quickstart.demo.planted;

/** An NPS answer with its reason. */
public record Verdict(int daysAgo, int score, String reason) {}
