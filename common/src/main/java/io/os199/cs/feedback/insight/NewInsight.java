package io.os199.cs.feedback.insight;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.InsightType;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * An insight to share with product.
 *
 * @param feedbackIds the feedback on which it rests, each once
 * @param clientIds the clients that it concerns besides those that gave the feedback
 * @param recipients each once, in lower case
 * @param namesClients whether the mail and the quotes may say who the clients are
 */
public record NewInsight(
        InsightType insightType,
        String title,
        String description,
        List<String> feedbackIds,
        List<String> clientIds,
        Severity priority,
        @Nullable String customerImpact,
        @Nullable String businessImpact,
        @Nullable String recommendedAction,
        List<String> recipients,
        List<String> links,
        @Nullable LocalDate dueDate,
        boolean namesClients) {
    public NewInsight {
        feedbackIds = List.copyOf(feedbackIds);
        clientIds = List.copyOf(clientIds);
        recipients = List.copyOf(recipients);
        links = List.copyOf(links);
    }
}
