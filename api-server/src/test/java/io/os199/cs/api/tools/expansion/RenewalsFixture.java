package io.os199.cs.api.tools.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.ContractDays;
import io.os199.cs.core.Timeline;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiFunction;

/** Renewals over a real database, from nine o'clock on 2026-07-01, with the job that processes them. */
final class RenewalsFixture implements AutoCloseable {
    final TestClock clock = new TestClock("2026-07-01T09:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final Database database = server.database();
    final ToolFixture tools = new ToolFixture(database, clock);
    final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
    final JobCalls jobs = new JobCalls(ToolFixture.jobs(server, clock), features.auditLog());
    final TrackRenewals track =
            new TrackRenewals(
                    database,
                    features.directory(),
                    features.renewals(),
                    features.signedRenewals(),
                    features.lostRenewals(),
                    cursors);
    final ContractDays days =
            new ContractDays(
                    features.contracts(),
                    features.signedRenewals(),
                    features.lostRenewals(),
                    features.auditLog(),
                    features.clientAnswers(),
                    clock);
    final RenewalRefresh refresh =
            new RenewalRefresh(
                    days, new Timeline(), features.auditLog(), features.clientAnswers(), clock);

    RenewalsFixture() {
        at("2026-07-01T09:00:00Z");
    }

    /** Moves the clock, and makes the partition of the audit log that the day needs. */
    void at(String instant) {
        clock.set(instant);
        try {
            new Partitions(server.dataSource(), clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a client with one contract, whose renewal the job has to create, and its annual revenue. */
    void client(String id, String name, int arr, String start, String end) {
        execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        execute(
                """
                insert into clients (client_id, name, company_name, tier, csm, lifecycle_stage, contract_value,
                    contract_start_date, contract_end_date, renewal_date)
                values (?, ?, ?, 'professional', 'kim', 'active', ?, ?::date, ?::date, ?::date)
                """,
                id,
                name,
                name,
                arr,
                start,
                end,
                end);
        contract(id, "contract_" + id, "new", arr, start, end);
    }

    /** Adds an active contract that renews on its last day, and its movement. */
    void contract(
            String clientId, String contractId, String type, int arr, String start, String end) {
        execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                values (?, ?, ?, ?, ?::date, ?::date, ?::date, 'professional')
                """,
                clientId,
                contractId,
                type,
                arr,
                start,
                end,
                end);
        execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id)
                values (?, ?::date, ?, ?, ?, ?)
                """,
                clientId,
                start,
                "movement_" + contractId,
                type.equals("new") ? "new" : arr < 0 ? "contraction" : "expansion",
                arr,
                contractId);
    }

    /**
     * Stores what the model predicted for a client today: that it stays with this probability if its renewal is near.
     */
    void stays(String clientId, double probability) {
        execute(
                """
                insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, probability,
                    probability_in_window, probability_off_window, coverage, calibration, contributions)
                values (?, ?, ?, 1, ?, ?, ?, 1, 'none', '[]')
                """,
                clientId,
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                clock.instant(),
                1 - probability,
                1 - probability,
                1 - probability);
    }

    /** Runs the job as the worker does; returns its result. */
    JsonNode run() {
        return run(refresh, RenewalRefresh::nightly);
    }

    /** Runs a job of the night as the worker does; returns its result. */
    JsonNode run(ChunkedWork work, BiFunction<Transaction, LocalDate, JobOrder> nightly) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return database.write(
                tx -> {
                    JobOrder order = nightly.apply(tx, today);
                    RunningJob job =
                            new RunningJob(
                                    "job_1",
                                    order.tool(),
                                    "system",
                                    order.arguments(),
                                    clock.instant());
                    JobChunk all = new JobChunk(0, "client_", "client_~", 9);
                    return work.finish(tx, job, List.of(work.work(tx, job, all)));
                });
    }

    JsonNode ok(Tool<?, ?> tool, String arguments) {
        return tools.ok(tool, arguments);
    }

    JsonNode refused(Tool<?, ?> tool, String arguments) {
        return tools.refused(tool, arguments);
    }

    void execute(String sql, Object... values) {
        server.jdbi().useHandle(db -> db.execute(sql, values));
    }

    String text(String query) {
        return server.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }

    List<String> rows(String query) {
        return server.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }

    /**
     * Asserts that the ledger to date, the contracts that count and what the client shows are the same amount for
     * each client.
     */
    void assertReconciled() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        assertThat(
                        rows(
                                """
                                select client_id || ' ledger ' || ledger || ' contracts ' || contracts || ' client ' || shown
                                from (
                                    select c.client_id, c.contract_value as shown,
                                        (select coalesce(sum(arr_delta_amount), 0) from revenue_movements m
                                         where m.client_id = c.client_id and m.effective_on <= date '%s') as ledger,
                                        (select coalesce(sum(value), 0) from contracts k
                                         where k.client_id = c.client_id and k.status = 'active') as contracts
                                    from clients c) all_clients
                                where ledger <> contracts or contracts <> shown
                                """
                                        .formatted(today)))
                .isEmpty();
    }

    @Override
    public void close() {
        server.close();
    }
}
