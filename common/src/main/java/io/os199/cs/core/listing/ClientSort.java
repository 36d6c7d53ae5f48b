package io.os199.cs.core.listing;

/** The key by which a list of clients is ordered; each has an index of its expression and the id. */
public enum ClientSort {
    NAME("lower(c.name)", "text", false),
    HEALTH_SCORE("c.health_score", "numeric", true),
    HEALTH_CHANGE("c.health_change_points", "numeric", true),
    CONTRACT_VALUE("c.contract_value", "numeric", false),
    RENEWAL_DATE("c.renewal_date", "date", true),
    LAST_ENGAGEMENT_AT("c.last_engagement_at", "timestamptz", true),
    CREATED_AT("c.created_at", "timestamptz", false);

    final String expression;
    final String type;
    final boolean mayBeMissing;

    ClientSort(String expression, String type, boolean mayBeMissing) {
        this.expression = expression;
        this.type = type;
        this.mayBeMissing = mayBeMissing;
    }

    /** The direction; missing values come last in both. */
    public enum Order {
        ASC,
        DESC
    }
}
