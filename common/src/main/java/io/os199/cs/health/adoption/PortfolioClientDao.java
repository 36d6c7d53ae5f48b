package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The clients of a chunk, with the columns that a run over the portfolio needs. */
interface PortfolioClientDao {
    /**
     * Returns the clients in the order of their ids. The score is the newest stored one of the last 7 days without
     * its usage component; otherwise clients that adopt more would score higher for that reason alone.
     */
    @SqlQuery(
            """
            select c.client_id, c.name as client_name, c.tier, c.lifecycle_stage, c.contract_value as arr_amount,
                case when s.overall is not null then round(
                    (coalesce(s.engagement * :engagement, 0) + coalesce(s.support * :support, 0)
                        + coalesce(s.satisfaction * :satisfaction, 0) + coalesce(s.payment * :payment, 0))
                    / nullif(case when s.engagement is null then 0 else :engagement end
                        + case when s.support is null then 0 else :support end
                        + case when s.satisfaction is null then 0 else :satisfaction end
                        + case when s.payment is null then 0 else :payment end, 0), 6) end as score_without_usage
            from clients c
            left join lateral (
                select overall, engagement, support, satisfaction, payment
                from health_scores
                where client_id = c.client_id and model_id = :modelId and model_version = :modelVersion
                    and lookback_days = :lookbackDays and score_date between :asOf::date - 7 and :asOf
                order by score_date desc
                limit 1
            ) s on true
            where c.client_id between :first and :last and c.status <> 'churned'
                and (cast(:tier as text) is null or c.tier = :tier)
            order by c.client_id
            """)
    @RegisterConstructorMapper(PortfolioClient.class)
    List<PortfolioClient> clients(
            String first,
            String last,
            @Nullable Tier tier,
            LocalDate asOf,
            String modelId,
            int modelVersion,
            int lookbackDays,
            BigDecimal engagement,
            BigDecimal support,
            BigDecimal satisfaction,
            BigDecimal payment);
}
