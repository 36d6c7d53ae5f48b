package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

import java.util.List;

/** Reads the five largest open opportunities of {@code :clientId}. */
public final class OpportunitiesPart {
    /** The first items, and the total count. */
    public record First(List<OpenOpportunity> items, long totalCount) {
        public Bounded<OpenOpportunity> bounded() {
            return new Bounded<>(items, totalCount);
        }
    }

    public static final Part<First> FIRST =
            new Part<>(
                    "opportunities",
                    First.class,
                    """
                    select coalesce(json_agg(item), '[]') as items, coalesce(max(item.total), 0) as total_count
                    from (
                        select opportunity_id, type, product_id, stage, value_amount,
                            round(probability::numeric, 4) as probability, expected_close as expected_close_on, owner,
                            count(*) over () as total
                        from opportunities
                        where client_id = :clientId and stage not in ('won', 'lost')
                        order by value_amount desc nulls last, opportunity_id
                        limit 5

                    ) item
                    """);

    private OpportunitiesPart() {}
}
