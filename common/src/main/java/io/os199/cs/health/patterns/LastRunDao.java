package io.os199.cs.health.patterns;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.Optional;

/** Reads what the newest run over all clients found. */
interface LastRunDao {
    record Run(@Json EngagementPatterns result) {}

    /** Of those that looked for everything and ended from {@code since} on. */
    @SqlQuery(
            """
            select result
            from jobs
            where tool = 'analyze_engagement_patterns' and status = 'completed' and finished_at >= :since
                and arguments ->> 'scope' = 'all_customers' and arguments ->> 'anomaly_detection' = 'true'
                and arguments ->> 'predictive_insights' = 'true'
            order by finished_at desc
            limit 1
            """)
    @RegisterConstructorMapper(Run.class)
    Optional<Run> newest(Instant since);
}
