package io.os199.cs.retention;

import io.os199.cs.core.Departure;
import io.os199.cs.core.StagedContracts;
import io.os199.cs.retention.postmortem.ChurnReason;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes to {@code churn_events}, and to what ends with a churn. */
interface ChurnRecordDao {
    /**
     * A client that comes back and leaves again within a day has one churn on that day, with the newest reason and
     * instant: a return on that same day counts if it is later than {@code created_at}. The ARR lost is what the
     * client had the day before, or the highest loss of that day if it had nothing before.
     *
     * @param reasonCode the reason entered, if it is one of the comparable codes
     */
    @SqlUpdate(
            """
            insert into churn_events as known (client_id, churned_on, reason, reason_code, arr_lost_amount, competitor,
                created_at, updated_at)
            values (:clientId, :churnedOn, :reason, :reasonCode, :arrLost, :competitor, :now, :now)
            on conflict (client_id, churned_on) do update
            set reason = excluded.reason, reason_code = excluded.reason_code, competitor = excluded.competitor,
                arr_lost_amount = coalesce(
                    (select nullif(sum(arr_delta_amount), 0) from revenue_movements
                        where client_id = :clientId and effective_on < :churnedOn),
                    greatest(known.arr_lost_amount, excluded.arr_lost_amount)),
                version = known.version + 1, created_at = excluded.created_at, updated_at = excluded.updated_at
            """)
    void record(
            String clientId,
            @BindMethods Departure.Leave leave,
            @Nullable ChurnReason reasonCode,
            BigDecimal arrLost,
            Instant now);

    /**
     * Records the churn of clients that were imported as churned, for the contracts that {@code
     * import_staging_contracts} lists: on the day from which the ledger shows them gone, or otherwise the day after
     * their last contract. It moves as more contracts arrive, until somebody enters a churn.
     */
    @SqlUpdate(
            """
            with gone as (
                select c.client_id, known.count as known_count,
                    least(coalesce(ledger.newest_on, term.ended_on + 1), :today) as churned_on
                from clients c
                cross join lateral (
                    select count(*) as count, coalesce(bool_and(reason = 'imported'), true) as is_imported
                    from churn_events e where e.client_id = c.client_id) known
                cross join lateral (
                    select max(effective_on) as newest_on
                    from revenue_movements m where m.client_id = c.client_id) ledger
                cross join lateral (
                    select max(coalesce(terminated_on, end_date)) as ended_on
                    from contracts k where k.client_id = c.client_id and k.status <> 'draft') term
                where c.status = 'churned' and known.count <= 1 and known.is_imported
                    and c.client_id in (select s.client_id from import_staging_contracts s
                        where s.import_id = :importId and (s.chunk_no, s.line) > (:fromChunk, :fromLine)
                            and (s.chunk_no, s.line) <= (:toChunk, :toLine) and not s.bad)
            ), loss as materialized (
                select g.*, coalesce((select sum(m.arr_delta_amount) from revenue_movements m
                    where m.client_id = g.client_id and m.effective_on < g.churned_on), 0) as arr_lost_amount
                from gone g
                where g.churned_on is not null
            ), moved as (
                update churn_events e
                set churned_on = l.churned_on, arr_lost_amount = l.arr_lost_amount, version = e.version + 1,
                    updated_at = :now
                from loss l
                where e.client_id = l.client_id
                    and (e.churned_on, e.arr_lost_amount) is distinct from (l.churned_on, l.arr_lost_amount))
            insert into churn_events (client_id, churned_on, reason, arr_lost_amount, created_at, updated_at)
            select client_id, churned_on, 'imported', arr_lost_amount, :now, :now
            from loss
            where known_count = 0
            order by client_id
            """)
    void recordImported(@BindMethods StagedContracts.Rows rows);

    /**
     * Completes the churn of a client that was imported as churned, or writes one if there is none; changes no other
     * churn. Without a given day it keeps its own, or otherwise takes the day from which the ledger shows the client
     * gone, or otherwise today. The ARR lost is taken from the ledger.
     *
     * @return the number of churns that now match the input
     */
    @SqlQuery(
            """
            with known as (
                select count(*) as count, max(churned_on) as churned_on
                from churn_events
                where client_id = :clientId
                having count(*) <= 1 and coalesce(bool_and(reason = 'imported'), true)
            ), ledger as (
                select max(effective_on) as newest_on
                from revenue_movements
                where client_id = :clientId
            ), loss as (
                select count as known_count,
                    coalesce(cast(:churnedOn as date), churned_on, newest_on,
                        (cast(:at as timestamptz) at time zone 'UTC')::date) as churned_on,
                    (select coalesce(sum(arr_delta_amount), 0)
                        from revenue_movements
                        where client_id = :clientId
                            and effective_on < least(coalesce(cast(:churnedOn as date), newest_on), newest_on))
                        as arr_lost_amount
                from known cross join ledger
            ), completed as (
                update churn_events e
                set churned_on = l.churned_on, reason = :reason, reason_code = coalesce(:reasonCode, e.reason_code),
                    competitor = coalesce(:competitor, e.competitor), arr_lost_amount = l.arr_lost_amount,
                    version = e.version + 1, updated_at = :at
                from loss l
                where e.client_id = :clientId
                returning e.client_id
            ), added as (
                insert into churn_events (client_id, churned_on, reason, reason_code, arr_lost_amount, competitor,
                    created_at, updated_at)
                select :clientId, churned_on, :reason, :reasonCode, arr_lost_amount, :competitor, :at, :at
                from loss
                where known_count = 0
                returning client_id
            )
            select (select count(*) from completed) + (select count(*) from added)
            """)
    int explain(@BindMethods Departure.Explained explained, @Nullable ChurnReason reasonCode);

    /**
     * The campaigns that ended.
     *
     * @param messageIds the ids of all mails of the campaigns, sent or not
     */
    record Cancelled(int campaignCount, List<String> messageIds) {}

    @SqlQuery(
            """
            with campaign as (
                update campaigns
                set status = 'cancelled', closed_on = (cast(:now as timestamptz) at time zone 'UTC')::date,
                    outcome = 'churned', version = version + 1, updated_at = :now
                where client_id = :clientId and status = 'active'
                returning campaign_id),
            step as (
                update campaign_steps
                set status = 'cancelled', updated_at = :now
                where client_id = :clientId and status = 'pending'
                    and campaign_id in (select campaign_id from campaign))
            select (select count(*) from campaign) as campaign_count,
                array(
                    select message_id
                    from campaign_steps
                    where client_id = :clientId and campaign_id in (select campaign_id from campaign)
                        and message_id is not null) as message_ids
            """)
    @RegisterConstructorMapper(Cancelled.class)
    Cancelled cancelCampaigns(String clientId, Instant now);

    @SqlUpdate("delete from automation_watches where client_id = :clientId")
    int removeWatches(String clientId);
}
