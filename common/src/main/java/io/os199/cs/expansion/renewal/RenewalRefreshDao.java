package io.os199.cs.expansion.renewal;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes for the daily run over the renewals of a range of clients. */
interface RenewalRefreshDao {
    /** A reminder that was sent. */
    record Sent(String clientId, String contractId, LocalDate renewalDate, int daysBefore) {}

    /**
     * Deletes the reminders left over from a renewal date that was moved later, so that its new days are reminded of.
     */
    @SqlUpdate(
            """
            delete from renewal_reminders m
            using renewals r
            where r.client_id between :firstClientId and :lastClientId and m.client_id = r.client_id
                and m.contract_id = r.contract_id and r.stage not in ('renewed', 'lost')
                and r.renewal_date - m.days_before > :today
            """)
    void forget(String firstClientId, String lastClientId, LocalDate today);

    /**
     * Stores the reminders that are due and not yet stored for renewals of contracts in force: the nearest one of a
     * renewal is sent as long as the renewal date has not passed, and the others are skipped.
     */
    @SqlQuery(
            """
            with due as (
                select r.client_id, r.contract_id, r.renewal_date, d.days_before,
                    d.days_before = min(d.days_before) over (partition by r.client_id, r.contract_id)
                        and r.renewal_date >= :today as is_nearest
                from renewals r
                join contracts k on k.client_id = r.client_id and k.contract_id = r.contract_id and k.status = 'active'
                cross join lateral (
                    select unnest(:daysBefore) as days_before
                    union
                    select k.notice_period_days + :beforeNotice where k.auto_renew) d
                where r.client_id between :firstClientId and :lastClientId
                    and r.stage in ('upcoming', 'contacted', 'negotiating') and r.renewal_date - d.days_before <= :today),
            stored as (
                insert into renewal_reminders (client_id, contract_id, days_before, status, sent_at)
                select client_id, contract_id, days_before, case when is_nearest then 'sent' else 'skipped' end,
                    case when is_nearest then cast(:now as timestamptz) end
                from due
                order by client_id, contract_id, days_before
                on conflict do nothing
                returning client_id, contract_id, days_before, status)
            select s.client_id, s.contract_id, d.renewal_date, s.days_before
            from stored s
            join due d on d.client_id = s.client_id and d.contract_id = s.contract_id and d.days_before = s.days_before
            where s.status = 'sent'
            order by s.client_id, s.contract_id
            """)
    @RegisterConstructorMapper(Sent.class)
    List<Sent> remind(
            List<Integer> daysBefore,
            int beforeNotice,
            String firstClientId,
            String lastClientId,
            LocalDate today,
            Instant now);

    @SqlQuery(
            "select finished_at from refresh_runs where name = 'renewals' and finished_at is not"
                    + " null")
    Optional<Instant> finishedAt();
}
