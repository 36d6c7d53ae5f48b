package io.os199.cs.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.QueryPlan;

import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** The statements of the rollup find their rows by keys, however many other rows there are. */
class UsagePlansDaoTest {
    private static final DayColumns DAYS =
            new DayColumns(List.of("client_1", "client_2"), List.of("2026-03-02", "2026-03-03"));

    @Test
    void theClaimAndTheRewritesReadNoTableWhole() {
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
                    List.of(
                            plan(scene, "claim", query -> query.bind("count", 100)),
                            plan(
                                    scene,
                                    "claimPassedOver",
                                    query -> query.bind("before", Instant.now())))) {
                assertThat(claim)
                        .contains("usage_dirty_days_claim_idx")
                        .contains("clients_pkey")
                        .doesNotContain("Seq Scan")
                        .doesNotContain("Sort");
            }
            for (String rewrite :
                    List.of(
                            plan(scene, "rewriteDays", query -> query.bindMethods(DAYS)),
                            plan(
                                    scene,
                                    "rewriteUserFeatures",
                                    query -> query.bindMethods(DAYS).bind("recounts", false)))) {
                assertThat(rewrite)
                        .contains("usage_events_2026_03_pkey")
                        .doesNotContain("Seq Scan on usage_events_2026_03");
            }
        }
    }

    private static String plan(UsageScene scene, String method, UnaryOperator<Query> bind) {
        return QueryPlan.of(scene.server, UsageRollupDao.class, method, bind);
    }
}
