package io.os199.cs.feedback.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/** The team that takes care of a piece of feedback. */
public enum AssignedTeam {
    PRODUCT,
    FINANCE,
    SUPPORT,
    CS_LEADERSHIP,
    CS;

    /** Returns the team by the first rule that applies. */
    public static AssignedTeam of(
            FeedbackType type, @Nullable FeedbackCategory category, Severity priority) {
        return switch (type) {
            case FEATURE_REQUEST, BUG_REPORT, PRODUCT_FEEDBACK -> PRODUCT;
            case NPS, CSAT, CES, SERVICE_FEEDBACK, GENERAL -> {
                if (category == FeedbackCategory.BILLING) {
                    yield FINANCE;
                }
                if (type == FeedbackType.SERVICE_FEEDBACK
                        || category == FeedbackCategory.SUPPORT
                        || category == FeedbackCategory.SERVICE) {
                    yield SUPPORT;
                }
                yield priority == Severity.CRITICAL ? CS_LEADERSHIP : CS;
            }
        };
    }
}
