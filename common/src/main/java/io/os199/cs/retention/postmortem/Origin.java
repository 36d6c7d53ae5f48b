package io.os199.cs.retention.postmortem;

/** The origin of a figure of the past: stored at the time, or computed now from what had happened until then. */
public enum Origin {
    RECORDED,
    REPLAYED
}
