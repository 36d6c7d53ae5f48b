package io.os199.cs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.NewClient;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.database.Work;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Jdbi;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The core use cases on a database of their own, at nine o'clock on 2026-01-15. */
public final class CoreFixture implements AutoCloseable {
    public static final Actor ACTOR = new Actor("key_csm", "req_1");
    static final ContractFields NO_CONTRACT =
            new ContractFields(null, null, null, null, null, null, null, null, null, List.of());

    private final TestDatabase server = TestDatabase.create();
    public final TestClock clock = new TestClock("2026-01-15T09:00:00Z");
    public final Database database = server.database();
    public final Jdbi sql = server.jdbi();
    final Timeline timeline = new Timeline();
    final AuditLog auditLog = new AuditLog(clock);
    final Contracts contracts = new Contracts();
    final ClientDirectory directory = new ClientDirectory();
    final Registration registration =
            new Registration(contracts, timeline, auditLog, clock, List.of("mail.example"));

    public CoreFixture() {
        at("2026-01-15T09:00:00Z");
    }

    /** Moves the clock, and makes the partition of the audit log that the day needs. */
    public void at(String instant) {
        clock.set(instant);
        try {
            new Partitions(server.dataSource(), clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static ContractFields worth(String value) {
        return new ContractFields(
                new BigDecimal(value), null, null, null, null, null, null, null, null, List.of());
    }

    static NewClient client(String name, ContractFields contract) {
        return new NewClient(
                name,
                null,
                null,
                null,
                Tier.STANDARD,
                LifecycleStage.ONBOARDING,
                null,
                List.of(),
                contract,
                null,
                null,
                null);
    }

    Registration.Registered register(NewClient client) {
        return ok(tx -> registration.register(tx, client, ACTOR));
    }

    <T> T ok(Work<Answer<T>> work) {
        Answer<T> answer = database.write(work);
        assertThat(answer).isInstanceOf(Answer.Ok.class);
        return ((Answer.Ok<T>) answer).value();
    }

    <T> Refusal refused(Work<Answer<T>> work) {
        Answer<T> answer = database.write(work);
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused<T>) answer).refusal();
    }

    /** Runs two transactions at once; returns both results. */
    public static <T> List<T> twice(Callable<T> one, Callable<T> other) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<T>> both = threads.invokeAll(List.of(one, other));
            return List.of(both.get(0).get(), both.get(1).get());
        }
    }

    public long count(String table) {
        return sql.withHandle(
                handle ->
                        handle.createQuery("select count(*) from " + table)
                                .mapTo(Long.class)
                                .one());
    }

    public String value(String query) {
        return sql.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    public void run(String statement) {
        sql.useHandle(handle -> handle.execute(statement));
    }

    @Override
    public void close() {
        server.close();
    }
}
