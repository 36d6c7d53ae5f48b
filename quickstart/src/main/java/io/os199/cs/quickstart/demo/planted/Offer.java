package io.os199.cs.quickstart.demo.planted;

/** The offer for a renewal: the new price in percent of the old one, and how far the talks have come. */
public record Offer(int percent, String stage) {}
