package io.os199.cs.core.overview;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

interface OpportunityItemDao {
    record Row(@Nested OpportunityItem item, int total) {}

    @SqlQuery(
            """
            select opportunity_id, type, product_id, stage, value_amount,
                round(probability::numeric, 4) as probability, expected_close as expected_close_on, owner,
                count(*) over () as total
            from opportunities
            where client_id = :clientId and stage not in ('won', 'lost')
            order by value_amount desc nulls last, opportunity_id
            limit :most
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> open(String clientId, int most);
}
