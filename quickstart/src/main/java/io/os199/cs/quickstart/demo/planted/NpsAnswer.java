package io.os199.cs.quickstart.demo.planted;

/** An NPS answer with its reason. */
public record NpsAnswer(int daysAgo, int score, String reason) {}
