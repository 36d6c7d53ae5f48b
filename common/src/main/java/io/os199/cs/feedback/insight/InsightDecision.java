package io.os199.cs.feedback.insight;

import io.os199.cs.feedback.model.InsightStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What product says to an insight, and what came to it meanwhile.
 *
 * @param version that the caller saw
 * @param feedbackIds further items, each once
 * @param clientIds further clients, each once
 */
public record InsightDecision(
        String insightId,
        int version,
        InsightStatus status,
        @Nullable String resolution,
        List<String> feedbackIds,
        List<String> clientIds) {
    public InsightDecision {
        feedbackIds = List.copyOf(feedbackIds);
        clientIds = List.copyOf(clientIds);
    }
}
