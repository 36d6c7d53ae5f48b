package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.model.ContactRole;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * A survey to send.
 *
 * @param kind the required kind of the survey; absent: whatever kind the survey with the id is
 * @param surveyId absent: the active survey of the kind
 * @param roles the roles of the people who are asked; empty for all
 * @param quietDays the number of days for which a person who was sent any survey is left alone
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
