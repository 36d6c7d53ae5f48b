package io.os199.cs.retention;

import io.os199.cs.core.Departure;
import io.os199.cs.retention.postmortem.ChurnReason;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes of {@code churn_events}, and of what ends with a churn. */
interface ChurnRecordDao {
    /**
     * Who comes back and leaves again within a day has one churn of that day, with the newest reason.
     *
     * @param reasonCode what was entered, where that is a reason that can be compared
     */
    @SqlUpdate(
            """
            insert into churn_events as known (client_id, churned_on, reason, reason_code, arr_lost_amount, competitor,
                created_at, updated_at)
            values (:clientId, :churnedOn, :reason, :reasonCode, :arrLost, :competitor, :now, :now)
            on conflict (client_id, churned_on) do update
            set reason = excluded.reason, reason_code = excluded.reason_code, competitor = excluded.competitor,
                arr_lost_amount = known.arr_lost_amount + excluded.arr_lost_amount, version = known.version + 1,
                updated_at = excluded.updated_at
            """)
    void record(
            String clientId,
            @BindMethods Departure.Leave leave,
            @Nullable ChurnReason reasonCode,
            BigDecimal arrLost,
            Instant now);

    /**
     * The campaigns that ended.
     *
     * @param messageIds of all mails of the campaigns, sent or not
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
