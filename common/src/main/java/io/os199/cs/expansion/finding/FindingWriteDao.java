package io.os199.cs.expansion.finding;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Stores what a scan finds. */
interface FindingWriteDao {
    /** Returns the clients in a range that have not left, in order. */
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id between :firstClientId and :lastClientId and status <> 'churned'
            order by client_id
            """)
    List<String> live(String firstClientId, String lastClientId);

    /**
     * Stores findings; one that was gone starts anew. Returns the client of each row, and whether it is new.
     *
     * @param found a JSON array
     */
    @SqlQuery(
            """
            with kept as (
                insert into opportunity_findings as f (client_id, finding_key, type, product_id, rules, units,
                    unit_price_amount, value_amount, value_basis, recommended_tier, found_at, last_seen_at, created_at,
                    updated_at)
                select client_id, finding_key, type, product_id, rules, units, unit_price_amount, value_amount,
                    value_basis, recommended_tier, :now, :now, :now, :now
                from jsonb_to_recordset(cast(:found as jsonb)) as s (client_id text, finding_key text, type text,
                    product_id text, rules jsonb, units int, unit_price_amount numeric, value_amount numeric,
                    value_basis text, recommended_tier text)
                order by client_id, finding_key
                on conflict (client_id, finding_key) do update
                    set rules = excluded.rules, units = excluded.units, unit_price_amount = excluded.unit_price_amount,
                        value_amount = excluded.value_amount, value_basis = excluded.value_basis,
                        recommended_tier = excluded.recommended_tier, last_seen_at = excluded.last_seen_at,
                        found_at = case when f.gone_at is null then f.found_at else excluded.found_at end,
                        opportunity_id = case when f.gone_at is null then f.opportunity_id end,
                        gone_at = null, updated_at = excluded.updated_at
                returning client_id, finding_key, found_at = :now as is_new)
            select client_id, is_new from kept order by client_id, finding_key
            """)
    @RegisterConstructorMapper(Kept.class)
    List<Kept> keep(String found, Instant now);

    /** A stored finding of a client. */
    record Kept(String clientId, boolean isNew) {}

    /** Ends those of these clients' findings that a scan did not see; returns the client of each. */
    @SqlQuery(
            """
            with ended as (
                update opportunity_findings
                set gone_at = :now, updated_at = :now
                where client_id = any (:clientIds) and gone_at is null and last_seen_at < :now
                returning client_id)
            select client_id from ended order by client_id
            """)
    List<String> end(String[] clientIds, Instant now);

    @SqlUpdate(
            """
            update opportunity_findings
            set gone_at = :now, updated_at = :now
            where client_id = :clientId and finding_key = :findingKey and gone_at is null
            """)
    void endOne(String clientId, String findingKey, Instant now);

    @SqlUpdate(
            """
            update opportunity_findings
            set dismissed_until = :until, updated_at = :now
            where client_id = :clientId and finding_key = :findingKey
            """)
    void dismiss(String clientId, String findingKey, LocalDate until, Instant now);

    /** Ends the findings of clients that have left. */
    @SqlUpdate(
            """
            update opportunity_findings f
            set gone_at = :now, updated_at = :now
            from clients c
            where c.client_id = f.client_id and c.status = 'churned' and f.gone_at is null
            """)
    int endOfChurned(Instant now);
}
