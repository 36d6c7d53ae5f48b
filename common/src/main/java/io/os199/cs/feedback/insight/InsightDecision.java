package io.os199.cs.feedback.insight;

import io.os199.cs.feedback.model.InsightStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A decision by product on an insight, with evidence that has been added since.
 *
 * @param version the version that the caller saw
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
