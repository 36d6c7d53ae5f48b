package io.os199.cs.core.listing;

import org.jspecify.annotations.Nullable;

/**
 * The statement for one page. Clients whose sort value is missing come last in both directions, so they are a branch
 * of their own: each branch then runs along its index and stops at the page's end.
 */
final class PageSql {
    private static final String BRANCH =
            """
            (select c.client_id, c.name as client_name, c.external_id, c.tier, c.value_tier, c.lifecycle_stage,
                c.status, c.csm as csm_assigned, c.contract_value as contract_value_amount, c.renewal_date,
                c.renewal_date - :today as renewal_in_days, c.health_score, c.health_band, c.health_trend,
                c.health_change_points, c.health_drivers,
                c.last_engagement_at, c.version, %1$s as sort_key, (%1$s)::text as sort_value
            from clients c
            where %2$s
                and %3$s
            order by %4$s
            limit :most)
            """;

    private PageSql() {}

    /**
     * Builds a statement that binds {@code :today}, {@code :most} and, after a position, {@code :lastId} and {@code
     * :lastValue}.
     */
    static String of(
            String conditions,
            ClientSort sort,
            ClientSort.Order order,
            @Nullable ClientListPosition position) {
        if (position != null && position.value() == null) {
            return missing(conditions, sort, true);
        }
        String present = present(conditions, sort, order, position != null);
        if (!sort.mayBeMissing) {
            return present;
        }
        return """
        select * from (%s union all %s) page
        order by sort_key %s nulls last, client_id
        limit :most
        """
                .formatted(present, missing(conditions, sort, false), direction(order));
    }

    private static String present(
            String conditions, ClientSort sort, ClientSort.Order order, boolean goesOn) {
        String key = sort.expression;
        String from = key + " is not null";
        if (goesOn) {
            // The first comparison is implied by the second; it is where the index starts.
            from =
                    "%1$s %2$s= cast(:lastValue as %3$s) and (%1$s %2$s cast(:lastValue as %3$s) or c.client_id > :lastId)"
                            .formatted(key, order == ClientSort.Order.ASC ? ">" : "<", sort.type);
        }
        // Where the (absent) nulls would be in the index, so that it serves either direction.
        String nulls = order == ClientSort.Order.ASC ? "last" : "first";
        String by = "%s %s nulls %s, c.client_id".formatted(key, direction(order), nulls);
        return BRANCH.formatted(key, conditions, from, by);
    }

    private static String missing(String conditions, ClientSort sort, boolean goesOn) {
        String from = sort.expression + " is null" + (goesOn ? " and c.client_id > :lastId" : "");
        return BRANCH.formatted(sort.expression, conditions, from, "c.client_id");
    }

    private static String direction(ClientSort.Order order) {
        return order == ClientSort.Order.ASC ? "asc" : "desc";
    }
}
