package io.os199.cs.quickstart.demo.planted;

/** Proposed for a renewal: the new price in percent of the old one, and how far the talks are. */
public record Offer(int percent, String stage) {}
