package io.os199.cs.core.overview;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

interface RiskItemDao {
    record Row(@Nested RiskItem item, int total) {}

    @SqlQuery(
            """
            select indicator_key, category, severity, round(value::numeric, 4) as value,
                round(threshold::numeric, 4) as threshold, detected_at, count(*) over () as total
            from risk_indicators
            where client_id = :clientId and resolved_at is null
            order by array_position(array['critical', 'high', 'medium', 'low'], severity), detected_at desc,
                indicator_key
            limit :most
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> open(String clientId, int most);
}
