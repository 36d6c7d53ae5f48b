package io.os199.cs.retention.facts;

/** All that is read of a client on a day. */
public record ClientReading(ClientFeatures features, ClientSignals signals) {}
