package io.os199.cs.core;

import io.os199.cs.core.StagedContracts.Rows;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.List;

/** Carries what is staged in {@code import_staging_contract_limits} into signed contracts. */
interface StagedLimitDao {
    /**
     * Staged rows {@code s} that change what their active contracts {@code c} allow until now, {@code t}, of clients
     * that have a signed contract that has not begun.
     */
    String BEFORE_SIGNED =
            """
             import_staging_contract_limits s
                cross join lateral (
                    select c.contract_id, c.status, c.created_at from contracts c
                    where c.client_id = s.client_id and (c.external_id = s.contract or c.contract_id = s.contract)
                    order by c.contract_id limit 1) c
                left join contract_limits t on t.client_id = s.client_id and t.contract_id = c.contract_id
                    and t.feature_key = s.feature_key
            where
            """
                    + StagedContractDao.ROWS
                    + CarriedRows.ARE_BEFORE_SIGNED
                    + """
                      and (t.feature_key is null or :isUpdate and t.included_quantity <> s.included_quantity)
                    """;

    @SqlQuery(
            "with staged as (select s.client_id from import_staging_contract_limits s where "
                    + StagedContractDao.ROWS
                    + ")"
                    + CarriedRows.LOCK_CLIENTS)
    int lockClients(@BindMethods Rows rows);

    /** Finds the {@link CarriedRows#SLICES} of {@link #BEFORE_SIGNED}. */
    @SqlQuery(
            "with carried as (select s.client_id from " + BEFORE_SIGNED + ")" + CarriedRows.SLICES)
    List<String> slices(@BindMethods Rows rows, int most);

    /**
     * Changes how much contracts that are signed to follow others include, by what changes in those before them, as
     * {@link StagedContractDao#carry} does with seats; prices and blocks stay as agreed. A contract that is older than
     * the signing and never had an allowance contributes it only where the signed contract has none either, and one
     * that was a draft then contributes none. What the import says of a signed contract stays as the import states it.
     *
     * @param afterClientId with {@code lastClientId}, the slice of clients, this one excluded; the slice must be
     *     small, since the members of all its clients are compared
     */
    @SqlUpdate(
            """
            with changed as materialized (
                select s.client_id, c.contract_id, c.created_at, s.feature_key, s.block_quantity, s.included_quantity,
                    t.included_quantity as was,
                    case when 'unit_price_amount' = any(s.cleared) then null
                        else coalesce(s.unit_price_amount, t.unit_price_amount) end as unit_price_amount
                from
            """
                    + BEFORE_SIGNED
                    + CarriedRows.OF_SLICE
                    + """
                    , more as materialized (
                        select n.client_id, n.contract_id, m.base_id, c.feature_key,
                            sum(c.included_quantity - coalesce(c.was, 0)) as whole,
                            sum(case when c.was is null and c.created_at <= r.stage_changed_at then 0
                                else c.included_quantity - coalesce(c.was, 0) end) as quantity,
                            max(c.block_quantity) as block_quantity, max(c.unit_price_amount) as unit_price_amount
                        from changed c
                        join member m on m.client_id = c.client_id and m.contract_id = c.contract_id
                        join renewals r on r.client_id = m.client_id and r.contract_id = m.base_id and r.stage = 'renewed'
                        join contracts n on n.client_id = r.client_id and n.contract_id = r.new_contract_id and n.status = 'draft'
                        where not exists (
                            select from import_staging_contract_limits d
                            where d.import_id = :importId and not d.bad and d.client_id = n.client_id
                                and d.feature_key = c.feature_key and d.contract in (n.external_id, n.contract_id)
                                and (:isUpdate or not exists (
                                    select from contract_limits l
                                    where l.client_id = n.client_id and l.contract_id = n.contract_id
                                        and l.feature_key = c.feature_key)))
                        group by n.client_id, n.contract_id, m.base_id, c.feature_key
                    ), changing as (
                        update contract_limits l
                        set included_quantity = greatest(0, l.included_quantity + m.quantity), updated_at = :now
                        from more m
                        where l.client_id = m.client_id and l.contract_id = m.contract_id and l.feature_key = m.feature_key
                            and m.quantity <> 0
                    )
                    insert into contract_limits (client_id, contract_id, feature_key, included_quantity, block_quantity,
                        unit_price_amount, created_at, updated_at)
                    select e.client_id, e.contract_id, e.feature_key, e.whole + coalesce((
                            select sum(l.included_quantity)
                            from member m
                            join contract_limits l on l.client_id = m.client_id and l.contract_id = m.contract_id
                            where m.client_id = e.client_id and m.base_id = e.base_id and l.feature_key = e.feature_key), 0),
                        e.block_quantity, e.unit_price_amount, :now, :now
                    from more e
                    where not exists (
                        select from contract_limits l
                        where l.client_id = e.client_id and l.contract_id = e.contract_id and l.feature_key = e.feature_key)
                    order by e.client_id, e.contract_id, e.feature_key
                    """)
    void carry(@BindMethods Rows rows, String afterClientId, String lastClientId);
}
