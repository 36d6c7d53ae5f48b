package io.os199.cs.communication.model;

/** What a community is for. */
public enum CommunityType {
    FORUM,
    SLACK_CHANNEL,
    USER_GROUP,
    ADVISORY_BOARD,
    BETA_PROGRAM,
    CHAMPIONS_PROGRAM;

    /** Whether only its members see it, unless somebody says otherwise. */
    public boolean isUsuallyPrivate() {
        return this == ADVISORY_BOARD || this == BETA_PROGRAM;
    }
}
