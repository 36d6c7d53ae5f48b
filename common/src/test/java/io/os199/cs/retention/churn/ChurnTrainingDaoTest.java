package io.os199.cs.retention.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.churn.ChurnTrainingWork.Trained;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The training job over rows: which clients on which days it learns from, and which version it leaves active. */
class ChurnTrainingDaoTest {
    private static final LocalDate TRAINED_ON = LocalDate.parse("2026-06-30");
    private static final int CLIENTS = 60;

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final TestDatabase database = TestDatabase.create(clock);
    private final List<Integer> activated = new ArrayList<>();
    private final ChurnTrainingWork work =
            new ChurnTrainingWork(
                    new AuditLog(clock),
                    tx -> activated.add(ChurnModels.active(tx).modelVersion()),
                    clock);

    @BeforeEach
    void arrange() {
        // Two years of history, with a score on each day that is learned from.
        database.execute(
                """
                insert into client_names (client_id, name)
                select 'client_' || n, 'Client ' || n from generate_series(1, 60) n
                """);
        database.execute(
                """
                insert into clients (client_id, name, company_name, contract_start_date)
                select client_id, name, name, '2024-06-30' from client_names
                """);
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, renewal_date, tier)
                select client_id, 'contract_' || client_id, 'new', 1000, '2024-06-30', '2027-06-30', 'standard' from clients
                """);
        database.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, usage, engagement, support, satisfaction, coverage, band, inputs)
                select c.client_id, m.model_id, m.model_version, (m.weights #>> '{constants,default_lookback_days}')::int,
                    date '2026-06-30' - 90 * k, now(), now(), 60, 60, 60, 60, 60, 1, 'watch', '{}'
                from clients c cross join generate_series(1, 8) k
                join scoring_models m on m.kind = 'health' and m.status = 'active' and m.name = 'weighted_composite'
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void withoutChurnsTheJudgedModelStays() {
        Trained trained = train();
        assertThat(trained.stage()).isEqualTo(ChurnStage.EXPERT_PRIOR);
        assertThat(trained.modelVersion()).isEqualTo(1);
        assertThat(activated).isEmpty();
        assertThat(trained.report().labelledChurnCount()).isZero();
        // Of eight days the oldest is less than 30 days after the contract's start.
        assertThat(trained.report().labelledRowCount()).isEqualTo(CLIENTS * 7);
    }

    @Test
    void twelveChurnsMoveTheLevelAndEachIsOneRow() {
        // The first falls on the very first day of a window and so belongs to the one before; the
        // last on the day of
        // the training.
        database.execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                select 'client_' || n, date '2026-06-30' - 90 * (n - 1), 'it', 1000 from generate_series(1, 7) n
                """);
        database.execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                select 'client_' || n, date '2026-05-01', 'it', 1000 from generate_series(8, 12) n
                """);
        Trained trained = train();
        assertThat(trained.report().labelledChurnCount()).isEqualTo(12);
        assertThat(trained.stage()).isEqualTo(ChurnStage.PRIOR_RELEVELED);
        assertThat(trained.calibration()).isEqualTo(Calibration.LEVEL);
        assertThat(trained.modelVersion()).isEqualTo(2);
        assertThat(
                        rows(
                                "select model_version || ' ' || status from scoring_models where"
                                        + " model_id = 'churn' order by 1"))
                .containsExactly("1 retired", "2 active");
        assertThat(activated).as("predicted anew").containsExactly(2);
        ChurnModels.Version active = database.database().read(ChurnModels::activeVersion);
        assertThat(active.report()).isEqualTo(trained.report());

        // A client that came back is live again and is learned from.
        int before = trained.report().labelledRowCount();
        database.execute(
                """
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
                values ('client_7', '2025-01-15 09:00Z', 'churned', 'onboarding', 'key_csm')
                """);
        assertThat(train().report().labelledRowCount()).isGreaterThan(before);
    }

    private Trained train() {
        JobOrder order = ChurnTrainingWork.monthly(TRAINED_ON);
        RunningJob job =
                new RunningJob("job_1", order.tool(), "system", order.arguments(), clock.instant());
        return Json.read(
                database.database().write(tx -> work.run(tx, job)).toString(), Trained.class);
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }
}
