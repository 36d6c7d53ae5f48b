package io.os199.cs.core;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** Reads what a leaving client has, and ends it. */
interface DepartureDao {
    /**
     * The values that a departure needs.
     *
     * @param arrAmount the sum of the ledger up to today, without contracts that have not begun
     * @param newestMovementOn of the movements effective by today
     * @param contractStartOn the first day of the earliest active contract that has begun
     * @param returnedOn the day on which it last came back from churned
     * @param churnedOn the day on which it last left, as recorded
     */
    record Terms(
            BigDecimal arrAmount,
            @Nullable LocalDate newestMovementOn,
            @Nullable LocalDate contractStartOn,
            @Nullable LocalDate returnedOn,
            @Nullable LocalDate churnedOn) {}

    @SqlQuery(
            """
            select coalesce(sum(m.arr_delta_amount), 0.00) as arr_amount, max(m.effective_on) as newest_movement_on,
                (select min(start_date) from contracts
                    where client_id = :clientId and status = 'active' and start_date <= :today)
                    as contract_start_on,
                (select (max(changed_at) at time zone 'UTC')::date from lifecycle_transitions
                    where client_id = :clientId and from_stage = 'churned') as returned_on,
                (select max(churned_on) from churn_events where client_id = :clientId) as churned_on
            from revenue_movements m
            left join contracts k on k.client_id = m.client_id and k.contract_id = m.contract_id
            where m.client_id = :clientId and m.effective_on <= :today and k.status is distinct from 'draft'
            """)
    @RegisterConstructorMapper(Terms.class)
    Terms terms(String clientId, LocalDate today);

    record Ended(int contractCount, int renewalCount) {}

    /**
     * Ends what the client has. A loss that was recorded to be booked later is booked now. A renewal whose contract
     * is signed but has not begun is lost too, and what the ledger expected of it is removed, as for any contract
     * that was to begin later.
     */
    @SqlQuery(
            """
            with contract as (
                update contracts
                set status = 'terminated', terminated_on = :churnedOn, updated_at = :now
                where client_id = :clientId and status = 'active'
                returning contract_id),
            unbegun as (
                update contracts k
                set status = 'terminated', terminated_on = :churnedOn, updated_at = :now
                from renewals r
                where r.client_id = :clientId and r.stage = 'renewed' and k.client_id = r.client_id
                    and k.contract_id = r.new_contract_id and k.status = 'draft'
                returning k.contract_id),
            withdrawn as (
                delete from revenue_movements
                where client_id = :clientId
                    and (contract_id in (select contract_id from unbegun)
                        or effective_on > (cast(:now as timestamptz) at time zone 'UTC')::date)),
            movement as (
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, created_at)
                select :clientId, :churnedOn, :movementId, 'churn', -cast(:arr as numeric), :now
                where cast(:arr as numeric) > 0),
            booked as (
                update renewals
                set pending_loss_on = null, updated_at = :now
                where client_id = :clientId and stage = 'lost' and pending_loss_on is not null),
            renewal as (
                update renewals
                set stage = 'lost', stage_changed_at = :now, lost_reason = 'client_churned', outcome_arr_amount = 0,
                    closed_on = (cast(:now as timestamptz) at time zone 'UTC')::date, pending_loss_on = null,
                    version = version + 1, updated_at = :now
                where client_id = :clientId
                    and (stage not in ('renewed', 'lost') or new_contract_id in (select contract_id from unbegun))
                returning contract_id)
            select (select count(*) from contract) as contract_count, (select count(*) from renewal) as renewal_count
            """)
    @RegisterConstructorMapper(Ended.class)
    Ended end(String clientId, LocalDate churnedOn, BigDecimal arr, String movementId, Instant now);
}
