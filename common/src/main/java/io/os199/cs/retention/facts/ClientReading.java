package io.os199.cs.retention.facts;

/** Everything that is read about a client for a day. */
public record ClientReading(ClientChurnFeatures features, ClientSignals signals) {}
