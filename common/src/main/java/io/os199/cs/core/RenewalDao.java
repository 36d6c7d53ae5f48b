package io.os199.cs.core;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Renewal;
import io.os199.cs.core.model.RenewalStage;

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

/** The table {@code renewals}, and the contracts that follow a renewal. */
@RegisterConstructorMapper(Renewal.class)
interface RenewalDao {
    /**
     * Common table expressions over the active contracts ({@code active}): those that have a renewal ({@code base}),
     * and those that renew with each of them ({@code member}), including the base itself. An expansion that ends with
     * a base contract and has no renewal day or renewal of its own renews with it ({@code riding}); an amendment
     * renews with the contract whose dates are nearest to its own ({@code amending}). If several qualify, either
     * stays with the one that it has been linked to.
     */
    String MEMBERS_OF_ACTIVE =
            """
            riding as (
                select a.client_id, a.contract_id, b.contract_id as base_id
                from active a
                cross join lateral (
                    select b.contract_id
                    from active b
                    where b.client_id = a.client_id and b.type in ('new', 'renewal')
                        and b.end_date is not distinct from a.end_date
                        and (a.renewal_date is null or a.renewal_date is not distinct from b.renewal_date)
                    order by b.contract_id is distinct from a.base_contract_id, b.start_date <> a.start_date, b.contract_id
                    limit 1) b
                where a.type = 'expansion' and not exists (
                    select from renewals r where r.client_id = a.client_id and r.contract_id = a.contract_id)),
            amending as (
                select a.client_id, a.contract_id, b.contract_id as base_id
                from active a
                cross join lateral (
                    select b.contract_id
                    from active b
                    where b.client_id = a.client_id and b.type <> 'amendment'
                    order by b.contract_id is distinct from a.base_contract_id,
                        case when b.end_date is not distinct from a.end_date then 0 else 2 end
                        + case when b.start_date = a.start_date then 0 else 1 end, b.contract_id
                    limit 1) b
                where a.type = 'amendment'),
            base as (
                select a.*, coalesce(a.renewal_date, a.end_date) as decided_on
                from active a
                where a.type <> 'amendment' and not exists (
                    select from riding r where r.client_id = a.client_id and r.contract_id = a.contract_id)),
            member as (
                select client_id, contract_id as base_id, contract_id, value from base
                union all
                select r.client_id, r.base_id, r.contract_id, a.value
                from riding r
                join active a on a.client_id = r.client_id and a.contract_id = r.contract_id
                union all
                select m.client_id, coalesce(r.base_id, m.base_id), m.contract_id, a.value
                from amending m
                join active a on a.client_id = m.client_id and a.contract_id = m.contract_id
                left join riding r on r.client_id = m.client_id and r.contract_id = m.base_id)
            """;

    /** {@link #MEMBERS_OF_ACTIVE} of the clients from {@code :firstClientId} to {@code :lastClientId}. */
    String MEMBERS =
            """
            active as (
                select client_id, contract_id, type, value, start_date, end_date, renewal_date, base_contract_id
                from contracts
                where client_id between :firstClientId and :lastClientId and status = 'active'),
            """
                    + MEMBERS_OF_ACTIVE;

    String COLUMNS =
            """
            client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount as current_arr,
            proposed_arr_amount as proposed_arr, outcome_arr_amount as outcome_arr, owner, next_contact_on, committed_on,
            closed_on, pending_loss_on, lost_reason, new_contract_id, version
            """;

    /** Locks the client: anyone changing its contracts or renewals waits until the transaction ends. */
    @SqlQuery("select client_id from clients where client_id = :clientId for no key update")
    String lockClient(String clientId);

    @SqlQuery(
            "select " + COLUMNS + " from renewals where client_id = :clientId order by contract_id")
    List<Renewal> of(String clientId);

    /** Returns the status of a contract of the client, whatever its type. */
    @SqlQuery(
            """
            select status from contracts where client_id = :clientId and contract_id = :contractId
            """)
    Optional<String> contractStatus(String clientId, String contractId);

    /** Returns the active contracts that renew with one, including that contract itself. */
    @SqlQuery(
            "with "
                    + MEMBERS
                    + "select "
                    + ContractDao.COLUMNS
                    + """
                    from member m
                    join contracts k on k.client_id = m.client_id and k.contract_id = m.contract_id
                    where m.client_id = :firstClientId and m.base_id = :contractId
                    order by k.contract_id
                    """)
    @RegisterConstructorMapper(Contract.class)
    List<Contract> members(String firstClientId, String lastClientId, String contractId);

    /** Finds the signed contract that is to follow a contract and those that renew with it. */
    @SqlQuery(
            "with "
                    + MEMBERS
                    + "select "
                    + ContractDao.COLUMNS
                    + """
                    from member m
                    join renewals r on r.client_id = m.client_id and r.contract_id = m.base_id and r.stage = 'renewed'
                    join contracts k on k.client_id = r.client_id and k.contract_id = r.new_contract_id and k.status = 'draft'
                    where m.client_id = :firstClientId and m.contract_id = :contractId
                    """)
    @RegisterConstructorMapper(Contract.class)
    Optional<Contract> signed(String firstClientId, String lastClientId, String contractId);

    /**
     * Changes a signed contract along with those before it. The renewal stays as it was decided, and so does the
     * movement of its signing.
     */
    @SqlUpdate(
            """
            update contracts
            set value = :value, tier = :tier, included_users = :includedUsers, products = :products, updated_at = :now
            where client_id = :clientId and contract_id = :contractId
            """)
    void carry(String clientId, @BindMethods Contract contract, Instant now);

    /**
     * Links contracts that renew with another to it, opens missing renewals, and updates the open ones to the day and
     * the value of their contracts.
     */
    @SqlUpdate(
            "with "
                    + MEMBERS
                    + """
                    , due as (
                        select b.client_id, b.contract_id, b.decided_on,
                            (select sum(m.value) from member m
                             where m.client_id = b.client_id and m.base_id = b.contract_id) as arr
                        from base b
                        where b.decided_on is not null),
                    linked as (
                        update contracts k
                        set base_contract_id = l.base_id
                        from (select * from riding union all select * from amending) l
                        where k.client_id = l.client_id and k.contract_id = l.contract_id
                            and k.base_contract_id is distinct from l.base_id)
                    insert into renewals as known (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount,
                        created_at, updated_at)
                    select client_id, contract_id, decided_on, :now, arr, :now, :now
                    from due
                    order by client_id, contract_id
                    on conflict (client_id, contract_id) do update
                    set renewal_date = excluded.renewal_date, current_arr_amount = excluded.current_arr_amount,
                        updated_at = excluded.updated_at
                    where known.stage not in ('renewed', 'lost')
                        and (known.renewal_date, known.current_arr_amount)
                            is distinct from (excluded.renewal_date, excluded.current_arr_amount)
                    """)
    int align(String firstClientId, String lastClientId, Instant now);

    @SqlUpdate(
            """
            update renewals
            set stage = :stage, stage_changed_at = :stageChangedAt, proposed_arr_amount = :proposedArr,
                outcome_arr_amount = :outcomeArr, owner = :owner, next_contact_on = :nextContactOn,
                committed_on = :committedOn, closed_on = :closedOn, pending_loss_on = :pendingLossOn,
                lost_reason = :lostReason, new_contract_id = :newContractId, version = :version, updated_at = :now
            where client_id = :clientId and contract_id = :contractId
            """)
    void write(@BindMethods Renewal renewal, Instant now);

    /**
     * Inserts a draft that follows {@code baseId}, with the other terms of that contract and the allowances of the
     * members; allowances for the same feature are added up.
     */
    @SqlUpdate(
            """
            with draft as (
                insert into contracts (client_id, contract_id, type, value, billing_frequency, start_date, end_date,
                    renewal_date, auto_renew, notice_period_days, payment_terms, payment_status, tier, included_users,
                    products, addons, discount_rate, status, created_at, updated_at)
                select client_id, :contractId, :type, :value, :billingFrequency, :startDate, :endDate, :renewalDate,
                    :autoRenew, :noticePeriodDays, payment_terms, :paymentStatus, :tier, :includedUsers, :products,
                    addons, discount_rate, :status, :now, :now
                from contracts
                where client_id = :clientId and contract_id = :baseId)
            insert into contract_limits (client_id, contract_id, feature_key, included_quantity, block_quantity,
                unit_price_amount, created_at, updated_at)
            select client_id, :contractId, feature_key, sum(included_quantity), max(block_quantity),
                max(unit_price_amount), :now, :now
            from contract_limits
            where client_id = :clientId and contract_id = any(:memberIds)
            group by client_id, feature_key
            """)
    void draft(
            String clientId,
            @BindMethods Contract contract,
            String baseId,
            List<String> memberIds,
            Instant now);

    /**
     * A signed contract whose first day has come.
     *
     * @param restArr the part of the difference to the old contracts, which may have changed since the signing, that
     *     the ledger lacks
     * @param newestMovementOn of the client's ledger up to today
     */
    record Due(
            String clientId,
            String contractId,
            String newContractId,
            LocalDate startDate,
            BigDecimal arr,
            BigDecimal restArr,
            @Nullable LocalDate newestMovementOn) {}

    @SqlQuery(
            "with "
                    + MEMBERS
                    + """
                    select r.client_id, r.contract_id, r.new_contract_id, n.start_date, n.value as arr,
                        n.value - coalesce(
                            (select sum(m.value) from member m
                             where m.client_id = r.client_id and m.base_id = r.contract_id), 0)
                        - coalesce(
                            (select sum(v.arr_delta_amount) from revenue_movements v
                             where v.client_id = r.client_id and v.contract_id = r.new_contract_id), 0) as rest_arr,
                        (select max(v.effective_on) from revenue_movements v
                         where v.client_id = r.client_id and v.effective_on <= :today) as newest_movement_on
                    from renewals r
                    join contracts n on n.client_id = r.client_id and n.contract_id = r.new_contract_id
                    where r.client_id between :firstClientId and :lastClientId and r.stage = 'renewed'
                        and n.status = 'draft' and n.start_date <= :today
                    order by r.client_id, r.contract_id
                    """)
    @RegisterConstructorMapper(Due.class)
    List<Due> due(String firstClientId, String lastClientId, LocalDate today);

    /**
     * Replaces the old contracts, which end, with the new ones; amounts that were owed are still owed. The part of
     * the difference that the ledger lacks is added to it.
     *
     * @param due a JSON array of the renewals with the ids of their new contracts and movements
     */
    @SqlUpdate(
            "with "
                    + MEMBERS
                    + """
                    , begun as (
                        select * from jsonb_to_recordset(cast(:due as jsonb))
                            as d (client_id text, contract_id text, new_contract_id text, moved_on date, start_date date,
                                movement_id text, kind text, rest_arr numeric)),
                    rest as (
                        insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount,
                            contract_id, created_at)
                        select client_id, moved_on, movement_id, kind, rest_arr, new_contract_id, :now
                        from begun
                        where movement_id is not null),
                    over as (
                        update contracts k
                        set status = 'expired', updated_at = :now,
                            terminated_on = case when k.end_date >= d.start_date or k.end_date is null then d.start_date end
                        from begun d
                        join member m on m.client_id = d.client_id and m.base_id = d.contract_id
                        where k.client_id = m.client_id and k.contract_id = m.contract_id),
                    owing as (
                        insert into payment_status_changes (client_id, contract_id, changed_at, to_status)
                        select d.client_id, d.new_contract_id, :now, k.payment_status
                        from begun d
                        join contracts k on k.client_id = d.client_id and k.contract_id = d.contract_id
                        where k.payment_status <> 'current'
                        on conflict do nothing)
                    update contracts n
                    set status = 'active', payment_status = k.payment_status, updated_at = :now
                    from begun d
                    join contracts k on k.client_id = d.client_id and k.contract_id = d.contract_id
                    where n.client_id = d.client_id and n.contract_id = d.new_contract_id
                    """)
    int begin(String due, String firstClientId, String lastClientId, Instant now);

    /**
     * Whether the client has another active contract whose renewal is not lost by that day; one still to begin or
     * still to be decided counts.
     */
    @SqlQuery(
            "with "
                    + MEMBERS
                    + """
                    select exists (
                        select from base b
                        left join renewals r on r.client_id = b.client_id and r.contract_id = b.contract_id
                        where b.client_id = :firstClientId and b.contract_id <> :contractId
                            and not coalesce(r.stage = 'lost' and r.pending_loss_on <= :day, false))
                    """)
    boolean remains(String firstClientId, String lastClientId, String contractId, LocalDate day);

    /** Terminates the contracts on that day. */
    @SqlUpdate(
            """
            update contracts
            set status = 'terminated', terminated_on = :day, updated_at = :now
            where client_id = :clientId and contract_id = any(:contractIds)
            """)
    void terminate(String clientId, List<String> contractIds, LocalDate day, Instant now);

    /** Records that the loss of a contract has been booked in the ledger. */
    @SqlUpdate(
            """
            update renewals
            set pending_loss_on = null, updated_at = :now
            where client_id = :clientId and contract_id = :contractId
            """)
    void booked(String clientId, String contractId, Instant now);

    /** Returns the recorded losses whose day has come. */
    @SqlQuery(
            "select "
                    + COLUMNS
                    + """
                    from renewals
                    where client_id between :firstClientId and :lastClientId and stage = 'lost'
                        and pending_loss_on <= :today
                    order by client_id, contract_id
                    """)
    List<Renewal> dueLosses(String firstClientId, String lastClientId, LocalDate today);

    /** The state of a renewal, for a caller that saw an older version or tried what is not allowed. */
    record Standing(
            String contractId,
            RenewalStage stage,
            int version,
            LocalDate renewalDate,
            @Nullable LocalDate pendingLossOn) {}
}
