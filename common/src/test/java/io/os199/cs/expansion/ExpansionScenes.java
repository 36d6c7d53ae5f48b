package io.os199.cs.expansion;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The worked examples of expansion as rows. */
public final class ExpansionScenes {
    public static final String ACME = "client_acme";

    private ExpansionScenes() {}

    /** Adds a product that is sold at one price for every tier. */
    public static void product(Handle db, String id, String family, String unit, Integer price) {
        db.execute(
                """
                insert into products (product_id, name, family, list_price_amount, price_unit, tiers)
                values (?, initcap(?), ?, ?, ?, '{starter,standard,professional,enterprise}')
                """,
                id,
                id,
                family,
                price,
                unit);
    }

    /** Adds a client in good health with a one-year contract from 2026-01-01 for these products. */
    public static void client(
            Handle db,
            String id,
            String name,
            String tier,
            int arr,
            Integer seats,
            String products) {
        RetentionScenes.client(db, id, name, tier, arr, "2026-01-01", "2027-01-01");
        db.execute(
                """
                update clients set health_score = 82, churn_risk_level = 'low', lifecycle_stage = 'active'
                where client_id = ?
                """,
                id);
        db.execute(
                """
                update contracts set included_users = ?, discount_rate = 0.10, products = ?::text[] where client_id = ?
                """,
                seats,
                products,
                id);
    }

    /** Adds this many users who used the product in the 30 days up to a day, each on one of them. */
    public static void users(Handle db, String id, LocalDate day, int users) {
        db.execute("delete from usage_daily_users where client_id = ?", id);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, ?::date - (n % 30), 'user_' || n, 5 from generate_series(1, ?) n
                """,
                id, day.toString(), users);
    }

    /** Adds Acme Corp: 56 users on 50 seats. */
    public static void acme(Handle db, LocalDate today) {
        product(db, "workspace", "platform", "per_seat", 800);
        client(db, ACME, "Acme Corp", "professional", 36_000, 50, "{workspace}");
        users(db, ACME, today, 56);
    }

    /** Adds a closed opportunity of Acme; every one has been identified. */
    public static void closed(Handle db, String type, boolean won, int number, String closedOn) {
        String id = "opportunity_" + type + number + won;
        db.execute(
                """
                insert into opportunities (client_id, opportunity_id, type, finding_key, stage, lost_reason, closed_on,
                    created_at)
                values (?, ?, ?, ? || ':' || ?, ?, ?, ?::date, ?::date - 40)
                """,
                ACME,
                id,
                type,
                type,
                number,
                won ? "won" : "lost",
                won ? null : "timing",
                closedOn,
                closedOn);
        db.execute(
                """
                insert into opportunity_stage_changes (client_id, opportunity_id, changed_at, to_stage, actor)
                values (?, ?, ?::timestamptz, 'identified', 'key_csm')
                """,
                ACME,
                id,
                closedOn + "T08:00Z");
    }

    /** Runs the nightly scan as the worker does, with this many clients per chunk. */
    public static void scan(TestDatabase database, TestClock clock, int chunk) {
        ExpansionScan scan = new ExpansionScan(new AuditLog(clock), ClientAnswers.unkept(), clock);
        List<String> ids =
                database.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery(
                                                        "select client_id from clients where status"
                                                            + " <> 'churned' order by client_id")
                                                .mapTo(String.class)
                                                .list());
        JobOrder order =
                ExpansionScan.nightly(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        RunningJob job =
                new RunningJob(
                        "job_scan", order.tool(), "system", order.arguments(), clock.instant());
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += chunk) {
            List<String> part = ids.subList(i, Math.min(i + chunk, ids.size()));
            JobChunk at = new JobChunk(i, part.getFirst(), part.getLast(), part.size());
            results.add(database.database().write(tx -> scan.work(tx, job, at)));
        }
        database.database().write(tx -> scan.finish(tx, job, results));
    }
}
