package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.amount;
import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.day;
import static io.os199.cs.ingest.file.Column.flag;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.rate;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;
import static io.os199.cs.ingest.file.Column.whole;

import io.os199.cs.core.StagedContracts;
import io.os199.cs.core.model.BillingFrequency;
import io.os199.cs.core.model.ContractStatus;
import io.os199.cs.core.model.ContractType;
import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.file.RowReader;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.ChurnRecords;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Contracts, which affect the ledger, the ARR and the renewals of their clients, and date the churn of clients that
 * have left.
 */
final class Contracts {
    private static final Layout LAYOUT =
            Layout.of(
                            text("external_id", 200).required(),
                            text("client", 200).required(),
                            choice("type", WireName.all(ContractType.class)).required(),
                            amount("value", true).required(),
                            day("start_date").required(),
                            day("end_date").required(),
                            choice("billing_frequency", WireName.all(BillingFrequency.class)),
                            day("renewal_date"),
                            flag("auto_renew"),
                            whole("notice_period_days", 0, 3_650),
                            named("payment_terms", 200),
                            choice("payment_status", WireName.all(PaymentStatus.class)),
                            choice("tier", ProductKinds.TIERS),
                            whole("included_users", 1, 100_000_000),
                            texts("products", 100, 100),
                            rate("discount_rate"),
                            named("signed_by", 200).personal(),
                            choice("status", WireName.all(ContractStatus.class)))
                    .inOrder("start_date", "end_date")
                    .inOrder("start_date", "renewal_date")
                    .checked(Contracts::sign);

    /**
     * The worth of clients' active contracts together, once the batch is merged: of the contracts of the batch as it
     * makes them, and of those that it leaves alone.
     */
    private static final String WORTH =
            """
            s.client_id in (
                with batch as materialized (
                    select s.client_id, s.contract_id, s.value, s.status, s.cleared
                    from import_staging_contracts s where %s
                )
                select client_id
                from (
                    select b.client_id, b.value
                    from batch b
                    left join contracts c on c.client_id = b.client_id and c.contract_id = b.contract_id
                    where (c.contract_id is null or :update)
                        and %s = 'active'
                    union all
                    select c.client_id, c.value
                    from contracts c
                    left join batch b on :update and b.client_id = c.client_id and b.contract_id = c.contract_id
                    where c.status = 'active' and b.client_id is null
                        and c.client_id in (select client_id from batch)
                ) worth
                group by client_id
                having sum(value)\
            """
                    .formatted(Batch.ROWS, status("b", "c.status"));

    private static final String TODAY = "(cast(:now as timestamptz) at time zone 'UTC')::date";

    private static final String OWED = WORTH + " < 0)";

    /** More than the ARR of a client can be. */
    private static final String TOO_MUCH = WORTH + " > 999999999999.99)";

    private static final String STORED_STATUS =
            """
            (select c.status from contracts c where c.client_id = s.client_id and c.contract_id = s.contract_id)\
            """;

    private Contracts() {}

    /** Returns SQL for the status that a contract will have, from its staged row and its current status. */
    private static String status(String staged, String stored) {
        return "case when 'status' = any(%1$s.cleared) then 'active' else coalesce(%1$s.status, %2$s, 'active') end"
                .formatted(staged, stored);
    }

    /**
     * Checks the sign of the value: an amendment carries a difference, which may be negative; a contract's own value
     * may not be.
     */
    private static List<RowFault> sign(Row row) {
        String value = Objects.requireNonNull(row.get("value"));
        boolean isAmendment = "amendment".equals(row.get("type"));
        return isAmendment || new BigDecimal(value).signum() >= 0
                ? List.of()
                : List.of(
                        new RowFault(
                                row.line(),
                                "value",
                                FaultCode.OUT_OF_RANGE,
                                "value is below 0, which only an amendment's may be",
                                value));
    }

    static Kind kind() {
        StagedContracts staged = new StagedContracts();
        return TableKind.of("contracts", LAYOUT)
                .ofClient()
                .id("contract_id", "contract")
                .uniqueIn("external_id")
                .stored(
                        """
                        left join contracts t on t.client_id = s.client_id and t.contract_id = s.contract_id
                        """)
                .value(
                        "external_id",
                        "case when t.contract_id = s.external_id then t.external_id else"
                                + " s.external_id end")
                .set("type", "value", "start_date", "end_date", "payment_terms")
                .set("included_users", "discount_rate", "signed_by")
                .setOr("billing_frequency", "billing_frequency", "'annual'")
                // If cleared, there is none: that is how a contract without one is exported.
                .value(
                        "renewal_date",
                        """
                        case when 'renewal_date' = any(s.cleared) then null
                            else coalesce(s.renewal_date, case when t.contract_id is null then s.end_date
                                else t.renewal_date end) end\
                        """)
                .setOr("auto_renew", "auto_renew", "false")
                .setOr("notice_period_days", "notice_period_days", "30")
                .setOr("payment_status", "payment_status", "'current'")
                .setOr(
                        "tier",
                        "tier",
                        "(select c.tier from clients c where c.client_id = s.client_id)")
                .setOr("products", "products", "'{}'")
                .value("status", status("s", "t.status"))
                // A contract that was renewed or left early keeps its day; one that is over
                // before its end date no longer counts from today on.
                .value(
                        "terminated_on",
                        """
                        case %1$s
                            when 'terminated' then
                                case when t.status = 'terminated' and coalesce(t.terminated_on, s.end_date) < %2$s
                                    then t.terminated_on else least(coalesce(t.terminated_on, s.end_date), %2$s) end
                            when 'expired' then case when t.terminated_on is not null or s.end_date >= %2$s
                                then least(t.terminated_on, %2$s) end end\
                        """
                                .formatted(status("s", "t.status"), TODAY))
                .prepared((tx, batch) -> staged.remember(tx, batch.ofContracts()))
                .then((tx, batch) -> staged.settle(tx, batch.ofContracts()))
                .then((tx, batch) -> ChurnRecords.imported(tx, batch.ofContracts()))
                .check(
                        Check.unknown(
                                "products",
                                "names a product that there is not; import products first",
                                """
                                select where not exists (select from unnest(s.products) wanted
                                    where not exists (select from products p where p.product_id = wanted))\
                                """))
                .check(
                        Check.conflict(
                                "status",
                                "is active, but the client has churned; send expired or"
                                        + " terminated",
                                """
                                %s = 'active' and exists (select from clients c
                                    where c.client_id = s.client_id and c.status = 'churned')
                                """
                                        .formatted(status("s", STORED_STATUS))))
                // A contract that already exists moves the ledger today, whenever it began.
                .check(
                        Check.beforeChurn(
                                "start_date",
                                "s.start_date",
                                """
                                %s = 'active' and not exists (select from contracts c
                                    where c.client_id = s.client_id and c.contract_id = s.contract_id
                                        and (c.start_date <= s.start_date or not :update))\
                                """
                                        .formatted(status("s", STORED_STATUS)),
                                "sent as expired or terminated"))
                // A draft brings no ARR, but the ledger would keep what the contract has brought.
                .check(
                        Check.conflict(
                                "status",
                                "may not become draft again; send expired or terminated",
                                ":update and s.status = 'draft' and %s <> 'draft'"
                                        .formatted(STORED_STATUS)))
                .check(
                        Check.conflict(
                                "status",
                                "is active, but the contract is that of a signed renewal, which"
                                        + " takes the place of the one before by itself on its"
                                        + " start_date; send draft",
                                """
                                :update and %s = 'draft' and %s = 'active' and exists (select from renewals r
                                    where r.client_id = s.client_id and r.new_contract_id = s.contract_id)
                                """
                                        .formatted(STORED_STATUS, status("s", STORED_STATUS))))
                .check(Check.sameRow("contracts", "external_id", "client_id", "contract_id"))
                // After those that bring too much, the contracts that take away, then, if there are
                // none, those that no longer bring anything.
                .check(
                        Check.conflict(
                                "value",
                                "makes the client's active contracts worth more than"
                                        + " 999999999999.99 together",
                                "s.value > 0 and %s = 'active' and %s"
                                        .formatted(status("s", STORED_STATUS), TOO_MUCH)))
                .check(owed("s.value < 0 and " + OWED))
                .check(owed(OWED))
                .telling(
                        new Notes(
                                "contracts",
                                """
                                select distinct s.client_id
                                from import_staging_contracts s
                                join contracts c on c.client_id = s.client_id and c.contract_id = s.contract_id
                                where c.updated_at = :now and\
                                """
                                        + ' '
                                        + Batch.ROWS))
                .export(
                        """
                        select coalesce(t.external_id, t.contract_id) as external_id, %s as client, t.type, t.value,
                            t.start_date, t.end_date, t.billing_frequency,
                            coalesce(cast(t.renewal_date as text), '%s') as renewal_date, %s as auto_renew,
                            t.notice_period_days, t.payment_terms, t.payment_status, t.tier, t.included_users,
                            %s as products, t.discount_rate, t.signed_by, t.status
                        from contracts t
                        where t.end_date is not null
                        order by t.client_id, t.start_date, t.contract_id
                        """
                                .formatted(
                                        Exports.CLIENT,
                                        RowReader.CLEARED,
                                        Exports.flag("t.auto_renew"),
                                        Exports.texts("t.products")))
                .build();
    }

    private static Check owed(String condition) {
        return Check.conflict(
                "value",
                "makes the client's active contracts worth less than nothing together",
                condition);
    }
}
