package io.os199.cs.core.overview;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

interface RevenueDao {
    record Row(
            BigDecimal arrAmount,
            int activeContractCount,
            @Nested("renewal") @Nullable Renewal renewal,
            @Nullable BigDecimal renewalProbability,
            @Nullable Instant predictedAt,
            int openOpportunityCount,
            BigDecimal pipelineAmount,
            BigDecimal weightedPipelineAmount) {
        RevenueSection section() {
            return new RevenueSection(
                    arrAmount,
                    activeContractCount,
                    renewal == null ? null : renewal.next(),
                    renewalProbability,
                    predictedAt,
                    openOpportunityCount,
                    pipelineAmount,
                    weightedPipelineAmount);
        }
    }

    record Renewal(
            @Nullable String contractId,
            @Nullable LocalDate renewalDate,
            int renewalInDays,
            boolean autoRenew,
            @Nullable String stage) {
        RevenueSection.@Nullable NextRenewal next() {
            return contractId == null || renewalDate == null
                    ? null
                    : new RevenueSection.NextRenewal(
                            contractId, renewalDate, renewalInDays, autoRenew, stage);
        }
    }

    /**
     * The next renewal is of a base contract that counts as ARR, begun or not. One that was decided
     * and is past is over; its successor is next.
     */
    @SqlQuery(
            """
            with next_renewal as (
                select c.contract_id, coalesce(c.renewal_date, c.end_date) as renewal_date, c.auto_renew, r.stage
                from contracts c
                left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                where c.client_id = :clientId and c.status = 'active' and c.type <> 'amendment'
                    and coalesce(c.renewal_date, c.end_date) is not null
                    and not (coalesce(r.stage in ('renewed', 'lost'), false)
                        and coalesce(c.renewal_date, c.end_date) < :today)
                order by renewal_date, c.contract_id
                limit 1
            ), prediction as (
                select 1 - probability_in_window::numeric as renewal_probability, predicted_at
                from churn_predictions
                where client_id = :clientId and predicted_on <= :today
                order by predicted_on desc
                limit 1
            ), pipeline as (
                select count(*) as opportunities, coalesce(sum(value_amount), 0.00) as amount,
                    round(coalesce(sum(value_amount * probability::numeric), 0), 2) as weighted_amount
                from opportunities
                where client_id = :clientId and stage not in ('won', 'lost')
            )
            select c.contract_value as arr_amount,
                (select count(*) from contracts k
                 where k.client_id = :clientId and k.status <> 'draft' and k.start_date <= :today
                    and (k.end_date is null or k.end_date >= :today)
                    and (k.terminated_on is null or k.terminated_on > :today)) as active_contract_count,
                n.contract_id as renewal_contract_id, n.renewal_date as renewal_renewal_date,
                n.renewal_date - :today::date as renewal_renewal_in_days,
                n.auto_renew as renewal_auto_renew, n.stage as renewal_stage,
                round(prediction.renewal_probability, 4) as renewal_probability, prediction.predicted_at,
                pipeline.opportunities as open_opportunity_count, pipeline.amount as pipeline_amount,
                pipeline.weighted_amount as weighted_pipeline_amount
            from clients c
            cross join pipeline
            left join next_renewal n on true
            left join prediction on true
            where c.client_id = :clientId
            """)
    @RegisterConstructorMapper(Row.class)
    Row read(String clientId, LocalDate today);
}
