package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.amount;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.day;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/**
 * Clients, identified by their external id. For a client without a contract, amounts and terms create the contract
 * that a registration would create; for other clients they may say nothing new.
 */
final class Clients {
    private static final String CHURNED = "churned";
    private static final Layout LAYOUT =
            Layout.of(
                            text("external_id", 200).required(),
                            named("name", 200).required(),
                            named("company_name", 200),
                            named("industry", 100),
                            choice("tier", ProductKinds.TIERS),
                            choice("lifecycle_stage", WireName.all(LifecycleStage.class)),
                            choice("status", WireName.all(ClientStatus.class)),
                            amount("contract_value", false),
                            day("contract_start_date"),
                            day("contract_end_date"),
                            day("renewal_date"),
                            named("csm", 200),
                            texts("tags", 50, 50))
                    .inOrder("contract_start_date", "contract_end_date")
                    .inOrder("contract_start_date", "renewal_date")
                    .keepingCustom()
                    .checked(Clients::churnedAltogether);

    private static final String HAS_TERMS =
            """
            (coalesce(s.contract_value, 0) > 0 or s.contract_start_date is not null
                or s.contract_end_date is not null or s.renewal_date is not null)\
            """;

    /**
     * The first day of the contract that a row creates: without one, the term is a year up to and including the day
     * that is known of it, but begins today at the latest.
     */
    private static final String START_DATE =
            """
            coalesce(s.contract_start_date,
                least(cast(:now as timestamptz) at time zone 'UTC',
                    coalesce(s.contract_end_date, s.renewal_date) + 1 - interval '1 year')::date)\
            """;

    /** Whether a row creates a contract, for a client that exists or is created with it. */
    private static final String MAKES_CONTRACT =
            HAS_TERMS
                    + """
                     and (:update or s.client_id = s.row_id)
                    and not exists (select from contracts o where o.client_id = s.client_id)\
                    """;

    /** Assigns to each row the client that it is: an existing one, or the one that it creates. */
    private static final String PREPARATION =
            """
            update import_staging_clients u
            set client_id = coalesce(n.client_id, s.row_id)
            from import_staging_clients s
            left join lateral (
                select o.client_id from client_names o
                where o.external_id = s.external_id or o.client_id = s.external_id
                order by o.client_id = s.external_id desc limit 1) n on true
            where (u.import_id, u.chunk_no, u.line) = (s.import_id, s.chunk_no, s.line) and\
            """
                    + ' '
                    + Batch.ROWS;

    private static final String ATTRIBUTES =
            """
            (coalesce(t.attributes, '{}') || coalesce(s.attributes, '{}'))
                - array(select substr(c, 3) from unnest(s.cleared) c where left(c, 2) = 'x_')\
            """;

    /**
     * Whether the name of a row is that of another client. A new client with the same external id, created since the
     * rows were prepared, does not count: the insert finds that out, and the step is run again.
     */
    private static final String NAMED_BY_ANOTHER =
            """
            exists (select from client_names n
                where n.name_key = lower(btrim(s.name)) and n.client_id <> s.client_id
                    and not (s.client_id = s.row_id and n.external_id = s.external_id))
            """;

    private static final String MOVES_CHURN =
            """
            exists (select from clients c where c.client_id = s.client_id and (
                (s.status is not null and (s.status = 'churned') <> (c.status = 'churned'))
                or (s.lifecycle_stage is not null
                    and (s.lifecycle_stage = 'churned') <> (c.lifecycle_stage = 'churned'))
                or (c.status = 'churned' and s.cleared && array['status', 'lifecycle_stage'])))
            """;

    /** Whether the money or the dates differ from those of the contract that the client has. */
    private static final String OTHER_TERMS =
            """
            (num_nonnulls(s.contract_value, s.contract_start_date, s.contract_end_date, s.renewal_date) > 0
                or s.cleared && array['contract_value', 'contract_start_date', 'contract_end_date',
                    'renewal_date'])
            and exists (select from contracts c where c.client_id = s.client_id)
            and not exists (select from contracts c
                where c.client_id = s.client_id and c.external_id = s.external_id
                    and (%s, %s, %s, %s)
                        is not distinct from (c.value, c.start_date, c.end_date, c.renewal_date))
            """
                    .formatted(
                            term("contract_value", "value", "0"),
                            term("contract_start_date", "start_date", "null"),
                            term("contract_end_date", "end_date", "null"),
                            term("renewal_date", "renewal_date", "null"));

    private static final String NEW_NAMES =
            """
            insert into client_names (client_id, name, external_id, created_at, updated_at)
            select s.client_id, s.name, s.external_id, :now, :now
            from import_staging_clients s
            where s.client_id = s.row_id and %s
            order by s.client_id
            """
                    .formatted(Batch.ROWS);

    private static final String OTHER_NAMES =
            """
            update client_names n set name = s.name, updated_at = :now
            from import_staging_clients s
            where :update and n.client_id = s.client_id and n.name <> s.name and %s
            """
                    .formatted(Batch.ROWS);

    private static final String MOVED_STAGES =
            """
            insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
            select s.client_id, :now, c.lifecycle_stage, coalesce(s.lifecycle_stage, 'onboarding'), :principal
            from import_staging_clients s join clients c on c.client_id = s.client_id
            where :update and (s.lifecycle_stage is not null or 'lifecycle_stage' = any(s.cleared))
                and coalesce(s.lifecycle_stage, 'onboarding') <> c.lifecycle_stage and %s
            """
                    .formatted(Batch.ROWS);

    private static final String FIRST_STAGES =
            """
            insert into lifecycle_transitions (client_id, changed_at, to_stage, actor)
            select c.client_id, :now, c.lifecycle_stage, :principal
            from import_staging_clients s join clients c on c.client_id = s.client_id
            where s.client_id = s.row_id and %s
            """
                    .formatted(Batch.ROWS);

    /** Stages the contracts of clients that have none. */
    private static final String STAGED_CONTRACTS =
            """
            insert into import_staging_contracts (import_id, chunk_no, line, external_id, client, type,
                value, start_date, end_date, renewal_date, status, client_id, row_id)
            select s.import_id, s.chunk_no, s.line, s.external_id, s.client_id, 'new',
                coalesce(s.contract_value, 0), term.start_date, term.end_date,
                coalesce(s.renewal_date, term.end_date),
                case when c.status = 'churned' then 'expired' else 'active' end, s.client_id,
                'contract_' || split_part(s.row_id, '_', 2)
            from import_staging_clients s
            join clients c on c.client_id = s.client_id
            cross join lateral (select %s as start_date) begin
            cross join lateral (select begin.start_date, coalesce(s.contract_end_date,
                (begin.start_date + interval '1 year')::date - 1) as end_date) term
            where %s and %s
            """
                    .formatted(START_DATE, MAKES_CONTRACT, Batch.ROWS);

    private static final String NO_LONGER_STAGED =
            """
            delete from import_staging_contracts where import_id = :importId
            """;

    /** The clients that the merge of a batch has written. */
    private static final String WRITTEN =
            """
            select s.client_id
            from import_staging_clients s join clients c on c.client_id = s.client_id
            where c.updated_at = :now and\
            """
                    + ' '
                    + Batch.ROWS;

    private static final String EXPORT =
            """
            select coalesce(t.external_id, t.client_id) as external_id, t.name, t.company_name, t.industry, t.tier,
                t.lifecycle_stage, t.status, null as contract_value, null as contract_start_date,
                null as contract_end_date, null as renewal_date, t.csm, %s as tags, t.attributes
            from clients t
            order by t.client_id
            """
                    .formatted(Exports.texts("t.tags"));

    private Clients() {}

    private static List<RowFault> churnedAltogether(Row row) {
        String status = row.get("status");
        String stage = row.get("lifecycle_stage");
        boolean disagree =
                status != null && stage != null && status.equals(CHURNED) != stage.equals(CHURNED);
        return disagree
                ? List.of(
                        new RowFault(
                                row.line(),
                                "status",
                                FaultCode.CONFLICT,
                                "status and lifecycle_stage are both churned or neither is",
                                status))
                : List.of();
    }

    /** Returns SQL for what a row says about a column of the contract {@code c}. */
    private static String term(String column, String ofContract, String none) {
        return "case when '%1$s' = any(s.cleared) then %3$s else coalesce(s.%1$s, c.%2$s) end"
                .formatted(column, ofContract, none);
    }

    static Kind kind() {
        Kind contracts = Contracts.kind();
        return TableKind.of("clients", LAYOUT)
                .id("client_id", "client")
                .uniqueIn("external_id")
                .alsoUnique("name", "lower(btrim(s.name))")
                .stored("left join clients t on t.client_id = s.client_id")
                .versioned()
                .set("name", "industry", "csm")
                .value(
                        "external_id",
                        "case when t.client_id = s.external_id then t.external_id else"
                                + " s.external_id end")
                .setOr("company_name", "company_name", "s.name")
                .setOr("tier", "tier", "'standard'")
                .setOr(
                        "lifecycle_stage",
                        "lifecycle_stage",
                        "case when s.status = 'churned' then 'churned' else 'onboarding' end")
                .setOr(
                        "status",
                        "status",
                        "case when s.lifecycle_stage = 'churned' then 'churned' else 'active'"
                                + " end")
                .setOr("tags", "tags", "'{}'")
                .value("attributes", ATTRIBUTES)
                .check(Check.conflict("name", "is that of another client", NAMED_BY_ANOTHER))
                .check(
                        Check.conflict(
                                "status",
                                "may not become or cease to be churned by an import; call"
                                        + " manage_lifecycle_stages",
                                MOVES_CHURN))
                .check(Check.sameRow("clients", "external_id", "client_id"))
                .check(
                        Check.conflict(
                                "contract_value",
                                "and the dates are not those of the client's contract; import"
                                        + " contracts for it",
                                OTHER_TERMS))
                .check(
                        Check.beforeChurn(
                                "contract_start_date",
                                START_DATE,
                                MAKES_CONTRACT,
                                "imported as one of contracts with status expired or terminated"))
                .first(NEW_NAMES)
                .first(OTHER_NAMES)
                .first(MOVED_STAGES)
                .then(TableKind.Step.of(FIRST_STAGES))
                .then(TableKind.Step.of(STAGED_CONTRACTS))
                .then(contracts::prepare)
                .then(contracts::merge)
                .then(TableKind.Step.of(NO_LONGER_STAGED))
                .prepared(TableKind.Step.of(PREPARATION))
                .telling(new Notes("clients", WRITTEN))
                .export(EXPORT)
                .build();
    }
}
