package io.os199.cs.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The statements of the rollup find their rows by keys, however many other rows there are. */
class UsagePlansDaoTest {
    @Test
    void theClaimAndTheRewritesReadNoTableWhole() throws NoSuchMethodException {
        try (UsageScene scene = new UsageScene(3000)) {
            scene.run(
                    """
                    insert into usage_dirty_days (client_id, day, marked_at)
                    select client_id, date '2026-03-01' + n, now() from clients, generate_series(0, 9) n
                    """);
            scene.run("select make_partition('usage_events', '2026-03-01')");
            scene.run("select make_partition('usage_hourly', '2026-03-01')");
            scene.run(
                    """
                    insert into usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, source)
                    select client_id, timestamptz '2026-03-01 08:00Z' + n * interval '12 hours', 'e' || n, 'u' || n % 3,
                        'f', 'click', 'test'
                    from clients, generate_series(0, 30) n
                    """);
            scene.run("analyze");
            // All are marked at the same instant: even among these the first are found without
            // sorting.
            for (String claim :
                    new String[] {
                        sql("claim", int.class).replace(":count", "100"),
                        sql("claimPassedOver", Instant.class).replace(":before", "now()")
                    }) {
                assertThat(plan(scene, claim))
                        .contains("usage_dirty_days_claim_idx")
                        .contains("clients_pkey")
                        .doesNotContain("Seq Scan")
                        .doesNotContain("Sort");
            }
            for (String rewrite :
                    new String[] {
                        sql("rewriteDays", DayColumns.class),
                        sql("rewriteUserFeatures", DayColumns.class, boolean.class)
                    }) {
                assertThat(plan(scene, bound(rewrite)))
                        .contains("usage_events_2026_03_pkey")
                        .doesNotContain("Seq Scan on usage_events_2026_03");
            }
        }
    }

    private static String sql(String method, Class<?>... parameters) throws NoSuchMethodException {
        return UsageRollupDao.class
                .getDeclaredMethod(method, parameters)
                .getAnnotation(SqlQuery.class)
                .value();
    }

    private static String bound(String sql) {
        return sql.replace(":clientIds", "array['client_1', 'client_2']")
                .replace(":days", "array['2026-03-02', '2026-03-03']")
                .replace(":recounts", "false");
    }

    private static String plan(UsageScene scene, String sql) {
        List<String> lines =
                scene.server
                        .jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("explain " + sql.replace("::", "\\:\\:"))
                                                .mapTo(String.class)
                                                .list());
        return String.join("\n", lines);
    }
}
