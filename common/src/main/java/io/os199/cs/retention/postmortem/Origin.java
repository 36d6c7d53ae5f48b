package io.os199.cs.retention.postmortem;

/** Where a figure of the past is from: stored at the time, or computed now from what had happened until then. */
public enum Origin {
    RECORDED,
    REPLAYED
}
