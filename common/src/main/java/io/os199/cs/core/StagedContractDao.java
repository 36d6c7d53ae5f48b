package io.os199.cs.core;

import io.os199.cs.core.StagedContracts.Rows;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.List;

/** Writes what changes with the contracts named in {@code import_staging_contracts}. */
interface StagedContractDao {
    String ROWS =
            """
             s.import_id = :importId and (s.chunk_no, s.line) > (:fromChunk, :fromLine)
                and (s.chunk_no, s.line) <= (:toChunk, :toLine) and not s.bad
            """;

    /** A staged row {@code s} with its contract {@code c}. */
    String STAGED =
            """
             import_staging_contracts s
                join contracts c on c.client_id = s.client_id and c.contract_id = s.contract_id
            where
            """
                    + ROWS;

    /** The rows of these that created or changed their contract: one that says nothing new changes nothing. */
    String WRITTEN = STAGED + " and c.updated_at = :now";

    @SqlQuery(
            "with staged as (select s.client_id from import_staging_contracts s where "
                    + ROWS
                    + ")"
                    + CarriedRows.LOCK_CLIENTS)
    int lockClients(@BindMethods Rows rows);

    /**
     * Stores with each row the id that its contract has or will have, and the contract's status, terms and payment
     * status until now.
     */
    @SqlUpdate(
            """
            update import_staging_contracts u
            set contract_id = coalesce(t.contract_id, s.row_id),
                was_status = t.status, was_value = t.value, was_included_users = t.included_users,
                was_products = t.products, was_payment_status = t.payment_status
            from import_staging_contracts s
            left join lateral (
                select * from contracts c
                where c.client_id = s.client_id and (c.external_id = s.external_id or c.contract_id = s.external_id)
                order by c.contract_id = s.external_id desc limit 1) t on true
            where (u.import_id, u.chunk_no, u.line) = (s.import_id, s.chunk_no, s.line) and
            """
                    + ROWS)
    void remember(@BindMethods Rows rows);

    /** Opens the renewals of active contracts; an expansion that renews with another contract has none. */
    @SqlUpdate(
            """
            insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount,
                created_at, updated_at)
            select c.client_id, c.contract_id, coalesce(c.renewal_date, c.end_date), :now, c.value, :now, :now
            from
            """
                    + WRITTEN
                    + """
                      and c.status = 'active' and c.type <> 'amendment' and coalesce(c.renewal_date, c.end_date) is not null
                        and (c.type <> 'expansion' or c.base_contract_id is null)
                    order by c.client_id, c.contract_id
                    on conflict (client_id, contract_id) do nothing
                    """)
    void openRenewals(@BindMethods Rows rows);

    /**
     * Gives each undecided renewal the day and the value of its contract, including the contract's amendments and the
     * expansions linked to it.
     */
    @SqlUpdate(
            """
            with moved as (
                select c.client_id, c.contract_id, coalesce(c.renewal_date, c.end_date) as renewal_date,
                    c.value + coalesce(a.value, 0) as arr
                from contracts c
                left join lateral (
                    select sum(a.value) filter (where a.status = 'active') as value, max(a.updated_at) as updated_at
                    from contracts a
                    where a.client_id = c.client_id and (
                        a.type = 'amendment' and a.start_date = c.start_date and a.end_date = c.end_date
                        or a.type = 'expansion' and a.end_date = c.end_date and a.base_contract_id = c.contract_id and not exists (
                            select from renewals o where o.client_id = a.client_id and o.contract_id = a.contract_id))) a
                    on true
                where c.status = 'active' and c.type <> 'amendment' and :now in (c.updated_at, a.updated_at)
                    and c.client_id in (select s.client_id from
            """
                    + STAGED
                    + """
                    ))
                    update renewals r
                    set renewal_date = m.renewal_date, current_arr_amount = m.arr, updated_at = :now
                    from moved m
                    where r.client_id = m.client_id and r.contract_id = m.contract_id
                        and r.stage not in ('renewed', 'lost') and m.renewal_date is not null
                        and (r.renewal_date, r.current_arr_amount) is distinct from (m.renewal_date, m.arr)
                    """)
    void moveRenewals(@BindMethods Rows rows);

    @SqlUpdate(
            """
            insert into payment_status_changes (client_id, contract_id, changed_at, from_status, to_status)
            select c.client_id, c.contract_id, :now, s.was_payment_status, c.payment_status
            from
            """
                    + WRITTEN
                    + """
                      and c.payment_status <> coalesce(s.was_payment_status, 'current')
                    on conflict do nothing
                    """)
    void notePayments(@BindMethods Rows rows);

    /**
     * Adds what the ledger lacks, one movement per client and day. Its kind follows from the ARR before it: if there
     * never was any, it is new; if there is none any more, won back; a loss of history is churn when nothing remains.
     *
     * <p>A contract that is still to begin changes on the day on which it enters the ledger. On such days, and on those
     * of a new contract, the movements that are there are absorbed ({@code taken}), except those that have an
     * opportunity, are expected of a draft or are the client's departure. Movements after a new contract that no longer
     * follow from the ARR before them get a new kind ({@code retold}). An id is that of a staged row, which no other
     * import has.
     */
    @SqlUpdate(
            """
            with written as (
                select s.row_id, s.contract_id = s.row_id as is_new,
                    case when s.was_status = 'active' then s.was_value else 0 end as was_value, c.client_id, c.contract_id, c.value,
                    c.status, c.start_date, least(coalesce(c.terminated_on, c.end_date, :today) + 1, :today) as ended_on,
                    coalesce((
                        select min(m.effective_on)
                        from revenue_movements m
                        where m.client_id = c.client_id and m.contract_id = c.contract_id and m.effective_on > :today
                            and m.arr_delta_amount > 0 and m.opportunity_id is null),
                        greatest(:today, c.start_date)) as changed_on
                from
            """
                    + WRITTEN
                    + """
                      and c.status <> 'draft'
                    ), change as (
                        select client_id, contract_id, row_id, is_new, start_date as effective_on, value as delta
                        from written where is_new
                        union all
                        select client_id, contract_id, row_id, is_new, greatest(ended_on, start_date), -value
                        from written where is_new and status <> 'active'
                        union all
                        select client_id, contract_id, row_id, is_new, changed_on,
                            case when status = 'active' then value else 0 end - was_value
                        from written where not is_new
                    ), taken as (
                        delete from revenue_movements m
                        using contracts c
                        where c.client_id = m.client_id and c.contract_id = m.contract_id and c.status <> 'draft'
                            and m.opportunity_id is null and (m.client_id, m.effective_on) in (
                                select client_id, effective_on from change
                                where (is_new or effective_on > :today) and delta <> 0)
                        returning m.client_id, m.effective_on, m.movement_id, m.contract_id, m.arr_delta_amount as delta
                    ), net as (
                        select client_id, effective_on, sum(delta) as delta, min(row_id) as row_id, bool_or(is_new) as is_new,
                            (array_agg(contract_id order by delta desc, contract_id))[1]
                                as contract_id
                        from (
                            select client_id, effective_on, row_id, is_new, contract_id, delta from change
                            union all
                            select client_id, effective_on, null, true, contract_id, delta from taken) moved
                        group by client_id, effective_on
                        having sum(delta) <> 0
                    ), ledger as (
                        select client_id, effective_on, movement_id, kind, arr_delta_amount as delta, contract_id,
                            null as row_id
                        from revenue_movements m
                        where client_id in (select client_id from change) and not exists (
                            select from taken t where (t.client_id, t.effective_on, t.movement_id)
                                = (m.client_id, m.effective_on, m.movement_id))
                        union all
                        select client_id, effective_on, null,
                            case when delta > 0 then 'new' when is_new then 'churn' else 'contraction' end,
                            delta, contract_id, row_id
                        from net
                    ), running as (
                        select *,
                            sum(delta) over (partition by client_id order by effective_on, movement_id) - delta as before
                        from ledger
                    ), placed as (
                        select *, max(before) over (partition by client_id order by effective_on, movement_id) as highest
                        from running
                    ), told as (
                        select client_id, effective_on, movement_id, row_id, contract_id, delta,
                            case
                                when kind in ('new', 'reactivation') and before > 0 then 'expansion'
                                when kind = 'new' and highest > 0 then 'reactivation'
                                when kind = 'churn' and before + delta > 0 then 'contraction'
                                else kind end as kind
                        from placed
                    ), retold as (
                        update revenue_movements m
                        set kind = t.kind
                        from told t
                        where (m.client_id, m.effective_on, m.movement_id) = (t.client_id, t.effective_on, t.movement_id)
                            and m.kind <> t.kind and exists (select from change n
                                where n.client_id = m.client_id and n.is_new and n.effective_on <= m.effective_on)
                    )
                    insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id,
                        created_at)
                    select client_id, effective_on, 'movement_' || split_part(row_id, '_', 2), kind, delta, contract_id, :now
                    from told
                    where row_id is not null
                    order by client_id, effective_on
                    """)
    void moveLedger(@BindMethods Rows rows);

    /** The rows of {@link #WRITTEN} with active contracts of clients that have a signed contract that has not begun. */
    String BEFORE_SIGNED = WRITTEN + CarriedRows.ARE_BEFORE_SIGNED;

    /** Finds the {@link CarriedRows#SLICES} of {@link #BEFORE_SIGNED}. */
    @SqlQuery(
            "with carried as (select s.client_id from " + BEFORE_SIGNED + ")" + CarriedRows.SLICES)
    List<String> slices(@BindMethods Rows rows, int most);

    /**
     * Changes contracts that are signed to follow others along with those before them that stay or became active, as
     * {@link io.os199.cs.core.model.SignedTerm} does; {@code more} is the change of one. A signed contract that the
     * import itself changes stays as the import states it. A contract that comes back contributes only what changed
     * in its terms: what is signed was agreed with or without it.
     *
     * @param afterClientId with {@code lastClientId}, the slice of clients, this one excluded; the slice must be
     *     small, since the members of all its clients are compared
     */
    @SqlUpdate(
            """
            with changed as materialized (
                select c.client_id, c.contract_id, c.value, c.included_users, c.products, s.was_value, s.was_included_users,
                    s.was_products, coalesce(s.was_status, 'draft') = 'draft' as is_new,
                    array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier) as tier_rank
                from
            """
                    + BEFORE_SIGNED
                    + CarriedRows.OF_SLICE
                    + """
                    , more as materialized (
                        select n.client_id, n.contract_id, m.base_id, c.included_users, c.products, c.was_included_users,
                            c.was_products, c.is_new, c.tier_rank, case when c.is_new then c.value else c.value - c.was_value end as value
                        from changed c
                        join member m on m.client_id = c.client_id and m.contract_id = c.contract_id
                        join renewals r on r.client_id = m.client_id and r.contract_id = m.base_id and r.stage = 'renewed'
                        join contracts n on n.client_id = r.client_id and n.contract_id = r.new_contract_id and n.status = 'draft'
                        where not exists (
                            select from import_staging_contracts d
                            where :isUpdate and d.import_id = :importId and not d.bad and d.client_id = n.client_id
                                and d.external_id in (n.external_id, n.contract_id))
                    ), total as (
                        select client_id, contract_id, base_id, sum(value) as value,
                            coalesce(sum(case when is_new then included_users else included_users - was_included_users end), 0)
                                as more_seats,
                            max(tier_rank) filter (where is_new) as tier_rank
                        from more
                        group by client_id, contract_id, base_id
                    )
                    update contracts n
                    set value = greatest(0, n.value + t.value),
                        included_users = case when n.included_users is null then (
                                select case when sum(k.included_users) > 2147483647 then 2147483647
                                    else sum(k.included_users) end
                                from member m
                                join contracts k on k.client_id = m.client_id and k.contract_id = m.contract_id
                                where m.client_id = t.client_id and m.base_id = t.base_id)
                            else least(2147483647, greatest(1, n.included_users + t.more_seats)) end,
                        tier = (array['starter', 'standard', 'professional', 'enterprise'])[greatest(t.tier_rank,
                            array_position(array['starter', 'standard', 'professional', 'enterprise'], n.tier))],
                        products = array(
                            select o.product_id
                            from unnest(n.products) with ordinality as o (product_id, place)
                            where not exists (
                                select from more g
                                where g.client_id = n.client_id and g.contract_id = n.contract_id and not g.is_new
                                    and o.product_id = any(g.was_products) and o.product_id <> all(g.products))
                                or exists (
                                    select from member m
                                    join contracts k on k.client_id = m.client_id and k.contract_id = m.contract_id
                                    where m.client_id = t.client_id and m.base_id = t.base_id
                                        and o.product_id = any(k.products))
                            order by o.place)
                            || array(
                            select distinct o.product_id
                            from more g
                            cross join unnest(g.products) as o (product_id)
                            where g.client_id = n.client_id and g.contract_id = n.contract_id
                                and (g.is_new or o.product_id <> all(g.was_products)) and o.product_id <> all(n.products)),
                        updated_at = :now
                    from total t
                    where n.client_id = t.client_id and n.contract_id = t.contract_id
                    """)
    void carry(@BindMethods Rows rows, String afterClientId, String lastClientId);

    /**
     * Does the same as {@link ContractDao#settle} for all clients of the rows; writes only those whose values differ.
     */
    @SqlUpdate(
            "update clients set contract_value = shown.arr, contract_start_date = shown.start_date,"
                    + " contract_end_date = shown.end_date, renewal_date = shown.renewal_date,"
                    + " updated_at = :now from (select c.client_id, "
                    + ContractDao.SHOWN
                    + """
                     from contracts c
                    left join renewals r on r.client_id = c.client_id and r.contract_id = c.contract_id
                    where c.client_id in (select s.client_id from
                    """
                    + WRITTEN
                    + """
                    )
                    group by c.client_id) as shown
                    where clients.client_id = shown.client_id
                        and (clients.contract_value, clients.contract_start_date, clients.contract_end_date,
                            clients.renewal_date)
                        is distinct from (shown.arr, shown.start_date, shown.end_date, shown.renewal_date)
                    """)
    void settle(@BindMethods Rows rows);
}
