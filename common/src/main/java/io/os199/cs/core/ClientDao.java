package io.os199.cs.core;

import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.platform.database.Part;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.Optional;

/** Reads of the table {@code clients} shared by all features. */
public interface ClientDao {
    String RECORD =
            """
            select client_id, name as client_name, company_name, external_id, industry, tier, value_tier,
                lifecycle_stage, status, contract_value as contract_value_amount, contract_start_date,
                contract_end_date, renewal_date, renewal_date - :today as renewal_in_days,
                csm as csm_assigned, health_score, health_band, health_trend, health_computed_at,
                last_engagement_at, tags, version, created_at, updated_at
            from clients
            where client_id = :clientId
            """;

    /** {@link #find} for {@code :clientId} at {@code :today}, read beside other parts. */
    Part<ClientRecord> PART = new Part<>("client", ClientRecord.class, RECORD);

    /** Finds the record as answers show it; the id is one returned by {@link ClientDirectory}. */
    @SqlQuery(RECORD)
    @RegisterConstructorMapper(ClientRecord.class)
    Optional<ClientRecord> find(String clientId, LocalDate today);

    /** Does the same as {@link #find} for a client that is known to exist. */
    default ClientRecord record(String clientId, LocalDate today) {
        return find(clientId, today).orElseThrow();
    }
}
