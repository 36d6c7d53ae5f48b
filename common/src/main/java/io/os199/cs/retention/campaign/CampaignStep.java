package io.os199.cs.retention.campaign;

import io.os199.cs.communication.model.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A step of a campaign.
 *
 * @param messageId the mail that carries it out
 * @param emailStatus the status of that mail
 */
public record CampaignStep(
        int stepNo,
        String title,
        Channel channel,
        @Nullable String owner,
        LocalDate dueDate,
        StepStatus status,
        @Nullable Instant doneAt,
        @Nullable String resultText,
        @Nullable String messageId,
        @Nullable MessageStatus emailStatus) {

    public boolean isOverdue(LocalDate today) {
        return status == StepStatus.PENDING && dueDate.isBefore(today);
    }

    /** Whether its mail has left or is leaving, so that it can no longer be kept back. */
    boolean hasLeft() {
        return emailStatus != null
                && emailStatus != MessageStatus.QUEUED
                && emailStatus != MessageStatus.CANCELLED;
    }
}
