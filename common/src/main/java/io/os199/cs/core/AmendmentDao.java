package io.os199.cs.core;

import io.os199.cs.core.model.Amendment;
import io.os199.cs.core.model.Tier;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Writes amendments and whatever changes with them. */
interface AmendmentDao {
    @SqlQuery(
            "with gone as ("
                    + ContractDao.CHURNED_ON
                    + """
                    )
                    select greatest(g.churned_on, min(k.start_date)) as day, g.churned_on
                    from gone g
                    left join contracts k on k.client_id = :clientId and k.status <> 'draft' and k.type <> 'amendment'
                        and coalesce(k.terminated_on, k.end_date + 1, 'infinity') > coalesce(g.churned_on, '-infinity')
                    group by g.churned_on
                    """)
    @RegisterConstructorMapper(Amendments.Earliest.class)
    Amendments.Earliest earliest(String clientId);

    /** Inserts an amendment on the terms of the base contract. */
    @SqlUpdate(
            """
            insert into contracts (client_id, contract_id, type, value, billing_frequency, start_date, end_date,
                renewal_date, auto_renew, notice_period_days, payment_status, tier, included_users, products,
                discount_rate, status, base_contract_id, created_at, updated_at)
            select client_id, :contractId, 'amendment', :value, billing_frequency, start_date, end_date,
                renewal_date, auto_renew, notice_period_days, payment_status, :newTier, :addedUsers, :productIds,
                discount_rate, 'active', contract_id, :now, :now
            from contracts
            where client_id = :clientId and contract_id = :baseId
            """)
    void insert(
            String clientId,
            String contractId,
            String baseId,
            @BindMethods Amendment amendment,
            Tier newTier,
            List<String> productIds,
            Instant now);

    /** Adds to what the contract allows, at the block size and the price of the existing allowance. */
    @SqlUpdate(
            """
            insert into contract_limits (client_id, contract_id, feature_key, included_quantity, block_quantity,
                unit_price_amount, created_at, updated_at)
            select client_id, :contractId, feature_key, :quantity, block_quantity, unit_price_amount, :now, :now
            from contract_limits
            where client_id = :clientId and feature_key = :featureKey
            order by contract_id
            limit 1
            on conflict (client_id, contract_id, feature_key) do update
            set included_quantity = contract_limits.included_quantity + excluded.included_quantity,
                updated_at = excluded.updated_at
            """)
    void allow(
            String clientId,
            String contractId,
            String featureKey,
            BigDecimal quantity,
            Instant now);

    @SqlUpdate(
            """
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id,
                opportunity_id, created_at)
            values (:clientId, :effectiveOn, :movementId, 'expansion', :value, :contractId, :opportunityId, :now)
            """)
    void move(
            String clientId,
            String movementId,
            LocalDate effectiveOn,
            BigDecimal value,
            String contractId,
            @Nullable String opportunityId,
            Instant now);

    @SqlUpdate(
            """
            update renewals
            set current_arr_amount = current_arr_amount + :value, updated_at = :now
            where client_id = :clientId and contract_id = :baseId and stage not in ('renewed', 'lost')
            """)
    void renew(String clientId, String baseId, BigDecimal value, Instant now);

    @SqlUpdate(
            """
            update clients
            set tier = :tier, version = version + 1, updated_at = :now
            where client_id = :clientId and tier <> :tier
            """)
    void moveTo(String clientId, Tier tier, Instant now);
}
