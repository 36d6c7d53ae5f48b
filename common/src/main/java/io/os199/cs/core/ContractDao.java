package io.os199.cs.core;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.MovementKind;
import io.os199.cs.core.model.PaymentStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Contracts, what changes with them, and what a client shows of them. */
interface ContractDao {
    /** The values that a client shows of its contracts {@code c} and their renewals {@code r}. */
    String SHOWN =
            """
            coalesce(sum(c.value) filter (where c.status = 'active'), 0) as arr,
                min(c.start_date) filter (where c.status <> 'draft' and c.type <> 'amendment') as start_date,
                max(c.end_date) filter (where c.status = 'active' and c.type <> 'amendment') as end_date,
                coalesce(
                    min(coalesce(c.renewal_date, c.end_date)) filter (where c.status = 'active' and c.type <> 'amendment'
                        and (r.stage is null or r.stage not in ('renewed', 'lost'))),
                    min(coalesce(c.renewal_date, c.end_date)) filter (where c.status = 'active'
                        and c.type <> 'amendment')) as renewal_date
            """;

    /** The columns of a contract {@code k}. */
    String COLUMNS =
            """
            k.contract_id, k.type, k.value, k.billing_frequency, k.start_date, k.end_date, k.renewal_date, k.auto_renew,
                k.notice_period_days, k.payment_status, k.tier, k.included_users, k.products, k.status, k.base_contract_id
            """;

    @SqlQuery(
            "select "
                    + COLUMNS
                    + """
                    from contracts k
                    where k.client_id = :clientId and k.status = 'active'
                    order by k.contract_id
                    """)
    @RegisterConstructorMapper(Contract.class)
    List<Contract> active(String clientId);

    /** The ARR in the ledger, now and at its highest. */
    record Ledger(BigDecimal now, BigDecimal highest) {
        boolean isWonBack() {
            return highest.signum() > 0 && now.signum() == 0;
        }
    }

    @SqlQuery(
            """
            select coalesce(sum(arr_delta_amount), 0) as now, coalesce(max(arr), 0) as highest
            from (
                select arr_delta_amount, sum(arr_delta_amount) over (order by effective_on, movement_id) as arr
                from revenue_movements
                where client_id = :clientId) as movement
            """)
    @RegisterConstructorMapper(Ledger.class)
    Ledger ledger(String clientId);

    /** The query for the day on which a client, or its ARR, was last lost. */
    String CHURNED_ON =
            """
            select greatest(
                (select max(churned_on) from churn_events where client_id = :clientId),
                (select max(effective_on) from revenue_movements where client_id = :clientId and kind = 'churn'))
                as churned_on
            """;

    @SqlQuery(CHURNED_ON)
    @Nullable LocalDate newestChurnOn(String clientId);

    /** Inserts the contract, with its renewal when it has a day to be decided on. */
    @SqlUpdate(
            """
            with contract as (
                insert into contracts (client_id, contract_id, type, value, billing_frequency, start_date, end_date,
                    renewal_date, auto_renew, notice_period_days, payment_status, tier, included_users, products,
                    status, created_at, updated_at)
                values (:clientId, :contractId, :type, :value, :billingFrequency, :startDate, :endDate,
                    :renewalDate, :autoRenew, :noticePeriodDays, :paymentStatus, :tier, :includedUsers, :products,
                    :status, :now, :now)
                returning client_id, contract_id, coalesce(renewal_date, end_date) as renewal_date, value)
            insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount,
                created_at, updated_at)
            select client_id, contract_id, renewal_date, :now, value, :now, :now
            from contract
            where renewal_date is not null
            """)
    void open(String clientId, @BindMethods Contract contract, Instant now);

    @SqlUpdate(
            """
            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id,
                created_at)
            values (:clientId, :effectiveOn, :movementId, :kind, :delta, :contractId, :now)
            """)
    void move(
            String clientId,
            String movementId,
            LocalDate effectiveOn,
            MovementKind kind,
            BigDecimal delta,
            String contractId,
            Instant now);

    /**
     * Changes, by a difference, the movement with which a contract is still to enter the ledger; one that comes to 0
     * is removed.
     *
     * @return the day of the movement; empty where there is none that has room for the difference
     */
    @SqlQuery(
            """
            with entry as (
                select client_id, effective_on, movement_id, arr_delta_amount + :delta as arr_delta_amount
                from revenue_movements
                where client_id = :clientId and contract_id = :contractId and effective_on > :today
                    and arr_delta_amount > 0 and arr_delta_amount + :delta >= 0 and opportunity_id is null
                order by effective_on, movement_id
                limit 1),
            dropped as (
                delete from revenue_movements m
                using entry e
                where (m.client_id, m.effective_on, m.movement_id) = (e.client_id, e.effective_on, e.movement_id)
                    and e.arr_delta_amount = 0),
            changed as (
                update revenue_movements m
                set arr_delta_amount = e.arr_delta_amount
                from entry e
                where (m.client_id, m.effective_on, m.movement_id) = (e.client_id, e.effective_on, e.movement_id)
                    and e.arr_delta_amount > 0)
            select effective_on from entry
            """)
    Optional<LocalDate> changeEntry(
            String clientId, String contractId, LocalDate today, BigDecimal delta);

    @SqlUpdate(
            """
            insert into payment_status_changes (client_id, contract_id, changed_at, from_status, to_status)
            values (:clientId, :contractId, :now, :from, :to)
            on conflict do nothing
            """)
    void paymentChanged(
            String clientId,
            String contractId,
            @Nullable PaymentStatus from,
            PaymentStatus to,
            Instant now);

    /**
     * Stores the changed base contract; its open renewal takes over its day and value.
     *
     * @param moved a JSON array of its amendments whose dates have changed
     */
    @SqlUpdate(
            """
            with base as (
                update contracts
                set value = :value, billing_frequency = :billingFrequency, start_date = :startDate,
                    end_date = :endDate, renewal_date = :renewalDate, auto_renew = :autoRenew,
                    notice_period_days = :noticePeriodDays, payment_status = :paymentStatus,
                    included_users = :includedUsers, products = :products, updated_at = :now
                where client_id = :clientId and contract_id = :contractId),
            amendment as (
                update contracts a
                set start_date = m.start_date, end_date = m.end_date, renewal_date = m.renewal_date,
                    base_contract_id = :contractId, updated_at = :now
                from jsonb_to_recordset(cast(:moved as jsonb))
                    as m (contract_id text, start_date date, end_date date, renewal_date date)
                where a.client_id = :clientId and a.contract_id = m.contract_id)
            update renewals
            set renewal_date = coalesce(:renewalDate, :endDate, renewal_date), current_arr_amount = :total,
                updated_at = :now
            where client_id = :clientId and contract_id = :contractId and stage not in ('renewed', 'lost')
            """)
    void change(
            String clientId,
            @BindMethods Contract contract,
            String moved,
            BigDecimal total,
            Instant now);

    /**
     * Updates what {@code clients} shows of the contracts: the ARR, the first day of all of them, the last day of the
     * active ones, and the next renewal that is still open.
     */
    @SqlUpdate(
            """
            update clients
            set contract_value = shown.arr, contract_start_date = shown.start_date,
                contract_end_date = shown.end_date, renewal_date = shown.renewal_date, updated_at = :now
            from (
                select
            """
                    + SHOWN
                    + """
                        from contracts c
                        left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                        where c.client_id = :clientId) as shown
                    where clients.client_id = :clientId
                    """)
    void settle(String clientId, Instant now);

    /** Returns the clients of a range that have not left, and locks their rows until the transaction ends. */
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id between :firstClientId and :lastClientId and status <> 'churned'
            order by client_id
            for no key update
            """)
    List<String> lockLive(String firstClientId, String lastClientId);

    /**
     * Does the same as {@link #settle} for the clients in a range; writes, and returns, only those whose values
     * differ.
     */
    @SqlQuery(
            """
            with shown as (
                select c.client_id,
            """
                    + SHOWN
                    + """
                        from contracts c
                        left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                        where c.client_id between :firstClientId and :lastClientId
                        group by c.client_id)
                    update clients
                    set contract_value = shown.arr, contract_start_date = shown.start_date,
                        contract_end_date = shown.end_date, renewal_date = shown.renewal_date, updated_at = :now
                    from shown
                    where clients.client_id = shown.client_id and clients.status <> 'churned'
                        and (clients.contract_value, clients.contract_start_date, clients.contract_end_date,
                                clients.renewal_date)
                            is distinct from (shown.arr, shown.start_date, shown.end_date, shown.renewal_date)
                    returning clients.client_id
                    """)
    List<String> settleAll(String firstClientId, String lastClientId, Instant now);

    /** Returns those of the product ids that do not exist. */
    @SqlQuery(
            """
            select wanted
            from unnest(:productIds) with ordinality as sent (wanted, place)
            where not exists (select from products where product_id = wanted)
            order by place
            """)
    List<String> unknownProducts(List<String> productIds);
}
