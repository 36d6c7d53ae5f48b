package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

import java.util.List;

/** Reads the ten most severe open risk indicators of {@code :clientId}. */
public final class RisksPart {
    /** The first items, and the total count. */
    public record First(List<OpenRisk> items, long totalCount) {
        public Bounded<OpenRisk> bounded() {
            return new Bounded<>(items, totalCount);
        }
    }

    public static final Part<First> FIRST =
            new Part<>(
                    "risks",
                    First.class,
                    """
                    select coalesce(json_agg(item), '[]') as items, coalesce(max(item.total), 0) as total_count
                    from (
                        select indicator_key, category, severity, round(value::numeric, 4) as value,
                            round(threshold::numeric, 4) as threshold, detected_at, count(*) over () as total
                        from risk_indicators
                        where client_id = :clientId and resolved_at is null
                        order by array_position(array['critical', 'high', 'medium', 'low'], severity), detected_at desc,
                            indicator_key
                        limit 10

                    ) item
                    """);

    private RisksPart() {}
}
