package io.os199.cs.core.overview;

import io.os199.cs.core.WinChances;
import io.os199.cs.platform.database.Part;

/**
 * Reads the revenue of {@code :clientId} at {@code :today}.
 *
 * <p>The next renewal belongs to a base contract that counts as ARR, begun or not. Once it is decided and its day is
 * past, it is over and its successor is next.
 *
 * <p>The chances of opportunities are computed only for a client with one of which nobody has said the probability.
 */
public final class RevenuePart {
    public static final Part<RevenueRow> READ =
            new Part<>(
                    "revenue",
                    RevenueRow.class,
                    "with "
                            + WinChances.SQL
                            + """
                            , next_renewal as (
                                select c.contract_id, coalesce(c.renewal_date, c.end_date) as renewal_date, c.auto_renew, r.stage
                                from contracts c
                                left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                                where c.client_id = :clientId and c.status = 'active' and c.type <> 'amendment'
                                    and coalesce(c.renewal_date, c.end_date) is not null
                                    and not (coalesce(r.stage in ('renewed', 'lost'), false)
                                        and coalesce(c.renewal_date, c.end_date) < :today)
                                order by renewal_date, c.contract_id
                                limit 1
                            ), last_decision as (
                                select r.stage
                                from contracts c
                                left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                                where c.client_id = :clientId and c.status = 'active' and c.type <> 'amendment'
                                order by coalesce(c.renewal_date, c.end_date) is not null, r.stage = 'renewed' desc
                                limit 1
                            ), prediction as (
                                select 1 - probability_in_window::numeric as renewal_probability, predicted_at
                                from churn_predictions
                                where client_id = :clientId and predicted_on <= :today
                                order by predicted_on desc
                                limit 1
                            ), pipeline as (
                                select count(*) as opportunities, coalesce(sum(value_amount), 0.00) as amount,
                                    round(coalesce(sum(value_amount * coalesce(probability::numeric,
                                        (select h.probability from chance h where h.type = o.type and h.stage = o.stage))), 0), 2)
                                        as weighted_amount
                                from opportunities o
                                where client_id = :clientId and stage not in ('won', 'lost')
                            )
                            select c.contract_value as arr_amount,
                                (select count(*) from contracts k
                                 where k.client_id = :clientId and k.status <> 'draft' and k.start_date <= :today
                                    and (k.end_date is null or k.end_date >= :today)
                                    and (k.terminated_on is null or k.terminated_on > :today)) as active_contract_count,
                                case when n.contract_id is not null then json_build_object('contract_id', n.contract_id,
                                    'renewal_date', n.renewal_date, 'renewal_in_days', n.renewal_date - :today::date,
                                    'auto_renew', n.auto_renew, 'stage', n.stage) end as next_renewal,
                                case when n.contract_id is null then (select stage from last_decision) end as last_decision,
                                round(prediction.renewal_probability, 4) as renewal_probability, prediction.predicted_at,
                                pipeline.opportunities as open_opportunity_count, pipeline.amount as pipeline_amount,
                                pipeline.weighted_amount as weighted_pipeline_amount
                            from clients c
                            cross join pipeline
                            left join next_renewal n on true
                            left join prediction on true
                            where c.client_id = :clientId

                            """);

    private RevenuePart() {}
}
