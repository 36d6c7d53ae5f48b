package io.os199.cs.health;

import io.os199.cs.health.model.StoredHealth;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Writes scores and what follows from them, each for any number of clients at once. */
interface HealthWriteDao {
    /** What was stored last, from the clients' rows; for a past day it is looked up among the earlier scores. */
    String STORED =
            """
            select c.client_id, c.name as client_name, c.contract_value as arr_amount,
                case when :isToday then c.health_score else earlier.overall end as health_score,
                case when :isToday then c.health_band else earlier.band end as health_band
            from clients c
            left join lateral (
                select overall, band
                from health_scores s
                where not :isToday and s.client_id = c.client_id and s.model_id = :modelId
                    and s.model_version = :modelVersion and s.lookback_days = :lookbackDays and s.score_date < :asOf
                order by s.score_date desc
                limit 1) earlier on true
            where c.client_id = any (:clientIds)
            order by c.client_id
            """;

    /** Locks the rows in order, so that two runs over the same clients wait for each other instead of deadlocking. */
    @SqlQuery(STORED + "for no key update of c")
    @RegisterConstructorMapper(StoredHealth.class)
    List<StoredHealth> lock(
            String[] clientIds,
            boolean isToday,
            String modelId,
            int modelVersion,
            int lookbackDays,
            LocalDate asOf);

    @SqlQuery(STORED)
    @RegisterConstructorMapper(StoredHealth.class)
    List<StoredHealth> stored(
            String[] clientIds,
            boolean isToday,
            String modelId,
            int modelVersion,
            int lookbackDays,
            LocalDate asOf);

    /**
     * Stores scores, and returns the clients whose row was written.
     *
     * @param scores a JSON array of scores
     * @param replaces whether an existing row of that day is replaced
     */
    @SqlQuery(
            """
            insert into health_scores as stored (client_id, model_id, model_version, lookback_days, score_date,
                computed_at, cut_at, overall, usage, engagement, support, satisfaction, payment, coverage, band, trend,
                change_points, reference_score, comparable_score, inputs)
            select client_id, :modelId, :modelVersion, :lookbackDays, :asOf, :computedAt, :cut, overall, usage,
                engagement, support, satisfaction, payment, coverage, band, trend, change_points, reference_score,
                comparable_score, inputs
            from jsonb_to_recordset(cast(:scores as jsonb)) as score (client_id text, overall numeric, usage numeric,
                engagement numeric, support numeric, satisfaction numeric, payment numeric, coverage numeric, band text,
                trend text, change_points numeric, reference_score numeric, comparable_score numeric, inputs jsonb)
            order by client_id
            on conflict (client_id, model_id, model_version, lookback_days, score_date) do update
                set computed_at = excluded.computed_at, cut_at = excluded.cut_at, overall = excluded.overall,
                    usage = excluded.usage, engagement = excluded.engagement, support = excluded.support,
                    satisfaction = excluded.satisfaction, payment = excluded.payment, coverage = excluded.coverage,
                    band = excluded.band, trend = excluded.trend, change_points = excluded.change_points,
                    reference_score = excluded.reference_score, comparable_score = excluded.comparable_score,
                    inputs = excluded.inputs
                where :replaces
            returning client_id
            """)
    List<String> upsert(
            String scores,
            String modelId,
            int modelVersion,
            int lookbackDays,
            LocalDate asOf,
            Instant computedAt,
            Instant cut,
            boolean replaces);

    /** Updates the clients but not their version, because nobody edited them. */
    @SqlUpdate(
            """
            update clients
            set health_score = score.overall, health_band = score.band, health_trend = score.trend,
                health_change_points = score.change_points, health_drivers = score.drivers,
                health_computed_at = :computedAt, updated_at = :computedAt
            from jsonb_to_recordset(cast(:columns as jsonb)) as score (client_id text, overall numeric, band text,
                trend text, change_points numeric, drivers jsonb)
            where clients.client_id = score.client_id
            """)
    void updateClients(String columns, Instant computedAt);

    /** Ends the open episodes whose condition no longer holds. */
    @SqlUpdate(
            """
            update risk_indicators as open
            set resolved_at = :at, updated_at = :at
            from jsonb_to_recordset(cast(:states as jsonb)) as state (client_id text, indicator_key text, severity text)
            where open.client_id = state.client_id and open.indicator_key = state.indicator_key
                and open.resolved_at is null and state.severity is null
            """)
    int resolveIndicators(String states, Instant at);

    /** Updates the episodes that continue to the new score. */
    @SqlUpdate(
            """
            update risk_indicators as open
            set severity = state.severity, value = state.value, threshold = state.threshold, updated_at = :at
            from jsonb_to_recordset(cast(:states as jsonb)) as state (client_id text, indicator_key text, severity text,
                value double precision, threshold double precision)
            where open.client_id = state.client_id and open.indicator_key = state.indicator_key
                and open.resolved_at is null and state.severity is not null
                and (open.severity, open.value, open.threshold)
                    is distinct from (state.severity, state.value, state.threshold)
            """)
    void followIndicators(String states, Instant at);

    @SqlUpdate(
            """
            insert into risk_indicators (client_id, indicator_key, detected_at, category, severity, value, threshold,
                created_at, updated_at)
            select client_id, indicator_key, :at, category, severity, value, threshold, :at, :at
            from jsonb_to_recordset(cast(:states as jsonb)) as state (client_id text, indicator_key text, category text,
                severity text, value double precision, threshold double precision)
            where severity is not null
            order by client_id, indicator_key
            on conflict do nothing
            """)
    int openIndicators(String states, Instant at);
}
