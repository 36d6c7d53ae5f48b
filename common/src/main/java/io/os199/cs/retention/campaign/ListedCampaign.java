package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * A campaign of a list, with how far it is.
 *
 * @param position where a next page would begin
 */
public record ListedCampaign(Campaign campaign, Progress progress, String position) {
    /**
     * How far the steps are.
     *
     * @param nextStepNo of the pending step that is due first; absent with all of it where none is pending
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
