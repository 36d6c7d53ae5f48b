package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A campaign of a list, with its progress.
 *
 * @param position the position from which a next page would begin
 */
public record ListedCampaign(RetentionCampaign campaign, Progress progress, String position) {
    /**
     * The progress of the steps.
     *
     * @param nextStepNo the pending step that is due first; absent, like everything about it, where none is pending
     */
    public record Progress(
            int stepCount,
            int finishedCount,
            int overdueCount,
            @Nullable Integer nextStepNo,
            @Nullable String nextTitle,
            @Nullable Channel nextChannel,
            @Nullable LocalDate nextDue,
            @Nullable String nextOwner) {}
}
