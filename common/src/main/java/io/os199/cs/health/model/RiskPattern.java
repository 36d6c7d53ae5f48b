package io.os199.cs.health.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Behavior patterns that may come before a client leaves; each can be checked for any day. */
public enum RiskPattern {
    @JsonProperty("RP_USAGE_DECLINE")
    USAGE_DECLINE,
    @JsonProperty("RP_SILENCE")
    SILENCE,
    @JsonProperty("RP_SUPPORT_BURST")
    SUPPORT_BURST,
    @JsonProperty("RP_SPONSOR_LOST")
    SPONSOR_LOST,
    @JsonProperty("RP_CORE_DROPPED")
    CORE_DROPPED,
    @JsonProperty("RP_NO_ANSWER")
    NO_ANSWER
}
