package io.os199.cs.feedback.metric;

import java.math.BigDecimal;

/** A value and the number of clients that have it. */
public record PeerValue(BigDecimal value, int clientCount) {}
