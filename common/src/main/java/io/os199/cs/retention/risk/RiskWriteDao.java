package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.churn.Calibration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Writes predictions and signs of risk, each for any number of clients at once. */
interface RiskWriteDao {
    /** Locks the clients of a range that have not left until the transaction ends, and returns them in their order. */
    @SqlQuery(
            """
            select client_id, churn_risk_level
            from clients
            where client_id between :firstClientId and :lastClientId and status <> 'churned'
            order by client_id
            for no key update
            """)
    @RegisterConstructorMapper(Level.class)
    List<Level> lock(String firstClientId, String lastClientId);

    record Level(String clientId, @Nullable Severity churnRiskLevel) {}

    /**
     * Stores the predictions of a day, replacing those that are already there.
     *
     * @param predictions a JSON array
     */
    @SqlUpdate(
            """
            insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, probability,
                probability_in_window, probability_off_window, risk_level, coverage, calibration, contributions)
            select client_id, :day, :at, :modelVersion, probability, probability_in_window, probability_off_window,
                risk_level, coverage, :calibration, contributions
            from jsonb_to_recordset(cast(:predictions as jsonb)) as p (client_id text, probability double precision,
                probability_in_window double precision, probability_off_window double precision, risk_level text,
                coverage double precision, contributions jsonb)
            order by client_id
            on conflict (client_id, predicted_on) do update
                set predicted_at = excluded.predicted_at, model_version = excluded.model_version,
                    probability = excluded.probability, probability_in_window = excluded.probability_in_window,
                    probability_off_window = excluded.probability_off_window, risk_level = excluded.risk_level,
                    coverage = excluded.coverage, calibration = excluded.calibration,
                    contributions = excluded.contributions
            """)
    void upsert(
            String predictions,
            LocalDate day,
            Instant at,
            int modelVersion,
            Calibration calibration);

    /** Writes predictions to the clients' rows. Their version stays the same, as nobody edited these clients. */
    @SqlUpdate(
            """
            update clients
            set churn_probability = p.probability, churn_risk_level = p.risk_level, churn_predicted_at = :at,
                annual_churn_probability = p.annual_probability, updated_at = :at
            from jsonb_to_recordset(cast(:predictions as jsonb)) as p (client_id text, probability double precision,
                risk_level text, annual_probability double precision)
            where clients.client_id = p.client_id
            """)
    void updateClients(String predictions, Instant at);

    /** Ends the episodes that are over and returns them. */
    @SqlQuery(
            """
            with ended as (
                update risk_indicators as open
                set resolved_at = :at, updated_at = :at
                from jsonb_to_recordset(cast(:signs as jsonb)) as sign (client_id text, indicator_key text, severity text)
                where open.client_id = sign.client_id and open.indicator_key = sign.indicator_key
                    and open.resolved_at is null and sign.severity is null
                returning open.client_id, open.indicator_key, open.severity)
            select client_id, indicator_key, severity from ended order by client_id, indicator_key
            """)
    @RegisterConstructorMapper(Moved.class)
    List<Moved> resolve(String signs, Instant at);

    /** Brings the episodes that go on up to date. */
    @SqlUpdate(
            """
            update risk_indicators as open
            set severity = sign.severity, value = coalesce(sign.value, open.value), threshold = sign.threshold,
                updated_at = :at
            from jsonb_to_recordset(cast(:signs as jsonb)) as sign (client_id text, indicator_key text, severity text,
                value double precision, threshold double precision)
            where open.client_id = sign.client_id and open.indicator_key = sign.indicator_key
                and open.resolved_at is null and sign.severity is not null
                and (open.severity, open.value, open.threshold)
                    is distinct from (sign.severity, coalesce(sign.value, open.value), sign.threshold)
            """)
    void follow(String signs, Instant at);

    @SqlQuery(
            """
            with begun as (
                insert into risk_indicators (client_id, indicator_key, detected_at, category, severity, value, threshold,
                    created_at, updated_at)
                select client_id, indicator_key, :at, category, severity, value, threshold, :at, :at
                from jsonb_to_recordset(cast(:signs as jsonb)) as sign (client_id text, indicator_key text,
                    category text, severity text, begins boolean, value double precision, threshold double precision)
                where begins
                order by client_id, indicator_key
                on conflict do nothing
                returning client_id, indicator_key, severity)
            select client_id, indicator_key, severity from begun order by client_id, indicator_key
            """)
    @RegisterConstructorMapper(Moved.class)
    List<Moved> open(String signs, Instant at);

    /** An episode that began or ended. */
    record Moved(String clientId, String indicatorKey, Severity severity) {
        boolean isGrave() {
            return severity == Severity.CRITICAL || severity == Severity.HIGH;
        }
    }
}
