package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.facts.LiveClients;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads what is stored about clients' risk besides what is computed. */
interface ClientRiskDao {
    /** Returns the clients in the order of their ids. */
    @SqlQuery(
            """
            select c.client_id, c.name as client_name, c.tier, c.csm, began.started_on, gone.churned_on,
                past.overall as past_health_score, campaign.campaign_id as active_campaign_id
            from clients c
            cross join lateral (
                select coalesce((select min(k.start_date) from contracts k
                                 where k.client_id = c.client_id and k.status <> 'draft'),
                    c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
            cross join lateral (
                select max(e.churned_on) as churned_on
                from churn_events e
                where e.client_id = c.client_id and e.churned_on <= :asOf
                    and not exists (
            """
                    + LiveClients.RETURN
                    + """
                              and (l.changed_at at time zone 'UTC')::date <= :asOf)) gone
                    left join lateral (
                        select h.overall
                        from health_scores h
                        join scoring_models m using (model_id, model_version)
                        where h.client_id = c.client_id and m.kind = 'health' and m.status = 'active' and m.name = :healthModel
                            and h.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
                            and h.score_date <= :since and h.overall is not null
                        order by h.score_date desc
                        limit 1) past on true
                    left join lateral (
                        select k.campaign_id from campaigns k
                        where k.client_id = c.client_id and k.status = 'active'
                        order by k.started_on desc, k.campaign_id
                        limit 1) campaign on true
                    where c.client_id = any (:clientIds)
                    order by c.client_id
                    """)
    @RegisterConstructorMapper(Profile.class)
    List<Profile> profiles(String[] clientIds, LocalDate asOf, LocalDate since, String healthModel);

    /**
     * A client as its rows describe it.
     *
     * @param churnedOn the day of a churn in force on {@code asOf}
     * @param pastHealthScore the newest score on or before {@code since}
     */
    record Profile(
            String clientId,
            String clientName,
            Tier tier,
            @Nullable String csm,
            LocalDate startedOn,
            @Nullable LocalDate churnedOn,
            @Nullable BigDecimal pastHealthScore,
            @Nullable String activeCampaignId) {}

    /** Returns the episodes that still went on at {@code until}, and those that began since {@code since}. */
    @SqlQuery(
            """
            select client_id, indicator_key, severity, value, threshold, detected_at,
                case when resolved_at < :until then resolved_at end as resolved_at
            from risk_indicators
            where client_id = any (:clientIds) and detected_at < :until
                and (resolved_at is null or resolved_at >= :until or detected_at >= :since)
            order by client_id, array_position(array['critical', 'high', 'medium', 'low'], severity), indicator_key,
                detected_at desc
            """)
    @RegisterConstructorMapper(Episode.class)
    List<Episode> episodes(String[] clientIds, Instant since, Instant until);

    record Episode(
            String clientId,
            String indicatorKey,
            Severity severity,
            @Nullable Double value,
            @Nullable Double threshold,
            Instant detectedAt,
            @Nullable Instant resolvedAt) {}
}
