package io.os199.cs.retention.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

/** What the model is worth in use. */
class LiveCheckDaoTest {
    @Test
    void onlyWhoWasStillThereOnTheDayCounts() {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                for (String id : new String[] {"left_before", "leaves", "stays"}) {
                                    RetentionScenes.client(
                                            db,
                                            id,
                                            id,
                                            "standard",
                                            1000,
                                            "2025-01-01",
                                            "2027-01-01");
                                }
                                db.execute(
                                        """
                                        insert into churn_predictions (client_id, predicted_on, predicted_at, model_version,
                                            probability, coverage, calibration, contributions)
                                        select id, day::date, day::timestamptz,
                                            (select max(model_version) from scoring_models where model_id = 'churn'),
                                            probability, 1, 'full', '[]'
                                        from (values ('left_before', '2026-03-21', 0.95), ('leaves', '2026-04-01', 0.10),
                                            ('stays', '2026-03-20', 0.60), ('stays', '2026-04-01', 0.20))
                                            as p (id, day, probability)
                                        """);
                                db.execute(
                                        """
                                        insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                                        values ('left_before', '2026-03-22', 'Sold', 1000), ('leaves', '2026-05-01', 'Sold', 1000)
                                        """);
                            });
            LiveCheck check =
                    database.database().read(tx -> LiveCheck.read(tx, RetentionScenes.TODAY));
            assertThat(check.predictedBy()).isEqualTo("2026-04-01");
            assertThat(check.count()).isEqualTo(2);
            assertThat(check.churnedCount()).isEqualTo(1);
        }
    }
}
