package io.os199.cs.feedback.metric;

import java.math.BigDecimal;

/** So many clients with one value. */
public record PeerValue(BigDecimal value, int clientCount) {}
