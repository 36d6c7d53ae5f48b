package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.model.ContactRole;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * A survey to send.
 *
 * @param kind which the survey must be of; absent: whatever the one with the id is of
 * @param surveyId absent: the active survey of the kind
 * @param roles of the people who are asked; empty for all
 * @param quietDays who was sent any survey in so many days is left alone
 */
public record SurveyOrder(
        SatisfactionFilter filter,
        @Nullable SurveyKind kind,
        @Nullable String surveyId,
        Set<ContactRole> roles,
        int quietDays,
        int maxRecipients) {
    public SurveyOrder {
        roles = Set.copyOf(roles);
    }
}
