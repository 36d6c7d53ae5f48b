package io.os199.cs.retention;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;

/** The worked examples of retention as rows. */
public final class RetentionScenes {
    public static final LocalDate TODAY = LocalDate.parse("2026-06-30");
    public static final String ACME = "client_acme";

    private RetentionScenes() {}

    /** Adds a client with its contract and its annual revenue. */
    public static void client(
            Handle db, String id, String name, String tier, int arr, String start, String renewal) {
        db.execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        db.execute(
                """
                insert into clients (client_id, name, company_name, tier, contract_value, contract_start_date)
                values (?, ?, ?, ?, ?, ?::date)
                """,
                id,
                name,
                name,
                tier,
                arr,
                start);
        db.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                values (?, ?, 'new', ?, ?::date, ?::date - 1, ?::date, ?)
                """,
                id,
                "contract_" + id,
                arr,
                start,
                renewal,
                renewal,
                tier);
        db.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values (?, ?::date, ?, 'new', ?)
                """,
                id,
                start,
                "movement_" + id,
                arr);
    }

    /** Adds a health score of a client as the health model stores it. */
    public static void health(
            Handle db,
            String id,
            String day,
            double overall,
            double usage,
            double engagement,
            double support,
            double satisfaction) {
        db.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, usage, engagement, support, satisfaction, coverage, band, inputs)
                select ?, model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int, ?::date, ?::timestamptz, ?::timestamptz, ?, ?, ?, ?, ?, 1, 'watch', '{}'
                from scoring_models where kind = 'health' and status = 'active' and name = 'weighted_composite'
                """,
                id,
                day,
                day + "T02:00Z",
                day + "T02:00Z",
                overall,
                usage,
                engagement,
                support,
                satisfaction);
    }

    /**
     * Adds use in the 30 days up to a day and in the 60 days before: the number of user-days in each, and of users in
     * the 30 days.
     *
     * @param day the last day
     */
    public static void use(Handle db, String id, LocalDate day, int users, int recent, int before) {
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, ?::date - 1 - (n / ?), 'u' || (n % ?), 5 from generate_series(0, ? - 1) n
                """,
                id, day.toString(), users, users, recent);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, ?::date - 31 - (n / ?), 'u' || (n % ?), 5 from generate_series(0, ? - 1) n
                """,
                id, day.toString(), users, users, before);
    }

    public static void ticket(Handle db, String id, String number, String priority, String opened) {
        db.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at)
                values (?, ?, 'It does not work', '', ?, 'bug_report', ?::timestamptz)
                """,
                id,
                "ticket_" + number,
                priority,
                opened);
    }

    /** Adds Acme Corp: in trouble, 77 days before its renewal. */
    public static void acme(Handle db) {
        client(db, ACME, "Acme Corp", "professional", 72_000, "2025-04-18", "2026-09-15");
        db.execute(
                "update contracts set included_users = 100, payment_status = 'late' where client_id"
                        + " = ?",
                ACME);
        use(db, ACME, TODAY, 35, 125, 390);
        health(db, ACME, "2026-06-30", 43, 40, 32, 55, 45);
        ticket(db, ACME, "1", "P0", "2026-06-10T09:00Z");
        ticket(db, ACME, "2", "P1", "2026-06-11T09:00Z");
        ticket(db, ACME, "3", "P1", "2026-06-29T09:00Z");
        db.execute(
                """
                insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                    acknowledge_due_at, due_at)
                values (?, 'escalation_1', 'high', 'Slow reports', 'key_csm', '2026-06-20 09:00Z', '2026-06-20 13:00Z',
                    '2026-06-21 09:00Z')
                """,
                ACME);
        db.execute(
                """
                insert into contacts (client_id, contact_id, name, email, role)
                values (?, 'contact_1', 'Chris Champion', 'chris@acme.example', 'champion')
                """,
                ACME);
        db.execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                values (?, '2026-05-09 10:00Z', 'touchpoint_1', 'call', 'outbound')
                """,
                ACME);
    }
}
