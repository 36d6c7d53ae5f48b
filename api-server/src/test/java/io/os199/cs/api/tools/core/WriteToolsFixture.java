package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.communication.Tasks;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientChanges;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Contracts;
import io.os199.cs.core.Registration;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.platform.database.Partitions;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The write tools of core beside the read tools, at nine o'clock on 2026-01-15. */
final class WriteToolsFixture implements AutoCloseable {
    final CoreToolsFixture core = new CoreToolsFixture();
    final RegisterClient register;
    final UpdateClientInfo update;
    final LogActivity log;

    WriteToolsFixture() {
        at("2026-01-15T09:00:00Z");
        Timeline timeline = new Timeline();
        AuditLog auditLog = new AuditLog(core.clock);
        Contracts contracts = new Contracts();
        ClientDirectory directory = new ClientDirectory();
        register =
                new RegisterClient(
                        core.database,
                        new Registration(
                                contracts, timeline, auditLog, core.clock, List.of("mail.example")),
                        core.answers);
        update =
                new UpdateClientInfo(
                        directory,
                        new ClientChanges(contracts, timeline, auditLog, core.clock),
                        core.answers);
        log =
                new LogActivity(
                        core.database,
                        directory,
                        new Touchpoints(timeline, core.clock),
                        new Tasks(timeline, auditLog, core.clock),
                        auditLog,
                        core.answers,
                        core.cursors);
    }

    /** Moves the clock, and makes the partition of the audit log that the day needs. */
    void at(String instant) {
        core.clock.set(instant);
        try {
            new Partitions(core.server.dataSource(), core.clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode ok(Tool<?, ?> tool, String arguments) {
        return core.tools.ok(tool, arguments);
    }

    JsonNode refused(Tool<?, ?> tool, String arguments) {
        return core.tools.refused(tool, arguments);
    }

    /** Makes the same call twice at once; returns both answers. */
    static <T> List<T> twice(Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<T>> both = threads.invokeAll(List.of(call, call));
            return List.of(both.get(0).get(), both.get(1).get());
        }
    }

    String value(String query) {
        return core.jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    void assertRows(String table, int count) {
        assertThat(value("select count(*) from " + table)).as(table).isEqualTo("" + count);
    }

    @Override
    public void close() {
        core.close();
    }
}
