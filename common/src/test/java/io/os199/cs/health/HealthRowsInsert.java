package io.os199.cs.health;

import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Puts generated rows into the database, a table at a time. */
public final class HealthRowsInsert {
    private HealthRowsInsert() {}

    public static void catalogue(Handle db, Catalogue catalogue) {
        insert(
                db,
                "products (product_id, name, family)",
                "value, value, 'main' from jsonb_array_elements_text(:rows::jsonb)",
                catalogue.productIds());
        insert(
                db,
                "features (feature_id, key, name, product_id, min_tier, released_on)",
                "'feature_' || key, key, key, product_id, min_tier, released_on from"
                    + " jsonb_to_recordset(:rows::jsonb) as r (key text, product_id text, min_tier"
                    + " text, released_on date)",
                catalogue.features());
    }

    public static void clients(Handle db, List<HealthRows> clients) {
        insert(
                db,
                "client_names (client_id, name)",
                "r.id, r.id from jsonb_array_elements_text(:rows::jsonb) as r (id)",
                clients.stream().map(HealthRows::clientId).toList());
        insert(
                db,
                "clients (client_id, name, company_name, tier)",
                "r ->> 0, r ->> 0, r ->> 0, r ->> 1 from jsonb_array_elements(:rows::jsonb) as r",
                clients.stream().map(c -> List.of(c.clientId(), c.tier())).toList());
        rows(
                db,
                "contracts",
                "contract_id text, status text, start_date date, end_date date, terminated_on date,"
                    + " renewal_date date, auto_renew boolean, payment_status text, included_users"
                    + " int, products text[]",
                "type = 'new', value = 1000, tier = 'standard'",
                all(clients, HealthRows::contracts));
        rows(
                db,
                "payment_status_changes",
                "contract_id text, changed_at timestamptz, from_status text",
                "to_status = 'current'",
                all(clients, HealthRows::paymentChanges));
        rows(
                db,
                "renewals",
                "contract_id text, stage text, committed_on date, closed_on date",
                "renewal_date = date '2024-06-01', stage_changed_at = now(), current_arr_amount ="
                        + " 1000",
                all(clients, HealthRows::renewals));
        rows(
                db,
                "product_users",
                "user_key text, first_seen_on date",
                "last_seen_on = date '2024-06-01'",
                all(clients, HealthRows::productUsers));
        rows(
                db,
                "usage_daily_users",
                "day date, user_key text, event_count int",
                "",
                all(clients, HealthRows::userDays));
        rows(
                db,
                "usage_daily_features",
                "day date, feature_key text",
                "event_count = 1, user_count = 1",
                all(clients, HealthRows::featureDays));
        rows(
                db,
                "touchpoints",
                "touchpoint_id text, occurred_at timestamptz, kind text, direction text,"
                        + " answered_at timestamptz",
                "",
                all(clients, HealthRows::touchpoints));
        rows(
                db,
                "tickets",
                "ticket_id text, priority text, opened_at timestamptz, first_response_breached_at"
                        + " timestamptz, resolution_breached_at timestamptz, satisfaction smallint,"
                        + " satisfaction_at timestamptz, deleted_at timestamptz",
                "subject = 's', description_text = 't', category = 'other', satisfaction_scale ="
                        + " case when satisfaction is not null then 'five_point' end",
                all(clients, HealthRows::tickets));
        rows(
                db,
                "escalations",
                "escalation_id text, opened_at timestamptz, resolved_at timestamptz",
                "severity = 'high', title = 't', opened_by = 'csm', acknowledge_due_at = opened_at,"
                        + " due_at = opened_at",
                all(clients, HealthRows::escalations));
        rows(
                db,
                "survey_responses",
                "response_id text, kind text, score smallint, responded_at timestamptz",
                "",
                all(clients, HealthRows::responses));
        db.execute("analyze");
    }

    private static <T> List<T> all(List<HealthRows> clients, Function<HealthRows, List<T>> rows) {
        return clients.stream().flatMap(client -> rows.apply(client).stream()).toList();
    }

    /**
     * @param columns the columns that the rows hold, with their types
     * @param others "column = value" for those that they do not hold but the table requires
     */
    private static void rows(Handle db, String table, String columns, String others, List<?> rows) {
        StringBuilder names = new StringBuilder("client_id");
        StringBuilder values = new StringBuilder("client_id");
        for (String column : columns.split(", ")) {
            String name = column.substring(0, column.indexOf(' '));
            names.append(", ").append(name);
            values.append(", ").append(name);
        }
        for (String other : others.isEmpty() ? new String[0] : others.split(", ")) {
            names.append(", ").append(other, 0, other.indexOf(" = "));
            values.append(", ").append(other.substring(other.indexOf(" = ") + 3));
        }
        insert(
                db,
                table + " (" + names + ")",
                values
                        + " from jsonb_to_recordset(:rows::jsonb) as r (client_id text, "
                        + columns
                        + ")",
                rows);
    }

    private static void insert(Handle db, String target, String select, Collection<?> rows) {
        db.createUpdate("insert into " + target + " select " + select)
                .bind("rows", Json.write(rows))
                .execute();
    }
}
