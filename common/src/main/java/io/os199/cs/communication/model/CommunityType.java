package io.os199.cs.communication.model;

/** The purpose of a community. */
public enum CommunityType {
    FORUM,
    SLACK_CHANNEL,
    USER_GROUP,
    ADVISORY_BOARD,
    BETA_PROGRAM,
    CHAMPIONS_PROGRAM;

    /** Whether only its members see it by default. */
    public boolean isUsuallyPrivate() {
        return this == ADVISORY_BOARD || this == BETA_PROGRAM;
    }
}
