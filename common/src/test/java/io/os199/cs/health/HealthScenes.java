package io.os199.cs.health;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;

/** The worked examples of health as rows. */
public final class HealthScenes {
    public static final LocalDate TODAY = LocalDate.parse("2026-06-30");
    public static final String ACME = "client_acme";
    public static final String GLOBEX = "client_globex";

    private HealthScenes() {}

    public static void client(Handle db, String id, String name, String tier, int arr) {
        db.execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        db.execute(
                "insert into clients (client_id, name, company_name, tier, contract_value) values"
                        + " (?, ?, ?, ?, ?)",
                id,
                name,
                name,
                tier,
                arr);
    }

    /** Adds Acme Corp: a professional client with everything on record. */
    public static void acme(Handle db) {
        client(db, ACME, "Acme Corp", "professional", 48_000);
        db.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, auto_renew, tier,
                    included_users)
                values (?, 'contract_acme', 'new', 48000, '2026-01-01', '2026-12-31', true, 'professional', 40)
                """,
                ACME);
        db.execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select ?, 'u' || n, '2026-05-01', '2026-06-29' from generate_series(1, 24) n
                """,
                ACME);
        // 9 days of 24 users in the window: 216 user-days and 4,320 events. 10 days before it: 240
        // and 4,800.
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, date '2026-06-01' + n, 'u' || u, 20
                from generate_series(0, 8) n, generate_series(1, 24) u
                """,
                ACME);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, date '2026-05-02' + n, 'u' || u, 20
                from generate_series(0, 9) n, generate_series(1, 24) u
                """,
                ACME);
        db.execute(
                """
                insert into features (feature_id, key, name)
                select 'feature_' || n, 'f' || n, 'Feature ' || n from generate_series(1, 20) n
                """);
        db.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                select ?, date '2026-06-08', 'f' || n, 480, 24 from generate_series(1, 9) n
                """,
                ACME);
        db.execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, answered_at)
                select ?, at, 'touchpoint_' || at, 'email', 'outbound', case when is_answered then at + interval '2 hours' end
                from (values (timestamptz '2026-06-05 10:00Z', true), ('2026-06-12 10:00Z', true),
                    ('2026-06-18 10:00Z', false), ('2026-06-23 10:00Z', true)) sent (at, is_answered)
                """,
                ACME);
        db.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at,
                    first_response_breached_at)
                select ?, 'ticket_' || n, 'subject', 'text', case when n = 1 then 'P1' else 'P3' end, 'other',
                    timestamptz '2026-06-10 09:00Z' + n * interval '1 day',
                    case when n = 1 then timestamptz '2026-06-11 10:00Z' end
                from generate_series(1, 5) n
                """,
                ACME);
        db.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, responded_at)
                values (?, 'response_1', 'nps', 9, '2026-06-30 08:00Z'), (?, 'response_2', 'csat', 4, '2026-05-16 08:00Z')
                """,
                ACME,
                ACME);
    }

    /** Adds Globex Ltd: a contract and nothing else. */
    public static void globex(Handle db) {
        client(db, GLOBEX, "Globex Ltd", "standard", 12_000);
        db.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, auto_renew, tier)
                values (?, 'contract_globex', 'new', 12000, '2026-01-01', true, 'standard')
                """,
                GLOBEX);
    }
}
