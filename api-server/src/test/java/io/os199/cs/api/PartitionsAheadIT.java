package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/** An API process whose last worker stopped so long ago that no month of the audit log is left. */
class PartitionsAheadIT {
    @Test
    void whatNoWorkerMadeTheApiMakes() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            dropAuditLog(database);
            try (RunningApi api =
                    RunningApi.over(
                            database.url(),
                            database.readUrl(),
                            ConfigOverride.config("rateLimits.burstSeconds", "3600"))) {
                Await.until(() -> months(database) == 4);
                String key =
                        new ApiKeys(database.database(), Clock.systemUTC())
                                .create("test", Set.of(Scope.CS_ADMIN), null);
                assertThat(
                                api.call(key, "register_client", "{'client_name': 'Acme'}")
                                        .path("isError")
                                        .asBoolean())
                        .isFalse();
                assertThat(database.count("audit_log where tool = 'register_client'")).isEqualTo(1);
            }
        }
    }

    @Test
    void whatCannotBeMadeAtTheStartIsTriedAgainSoon() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (TestDatabase database = TestDatabase.create()) {
            dropAuditLog(database);
            DataSource source = failingTwice(database.dataSource(), failures);
            PartitionsAhead ahead =
                    new PartitionsAhead(
                            new Partitions(source, Clock.systemUTC()), Duration.ofMillis(1));
            ahead.start();
            try {
                Await.until(() -> months(database) == 4);
            } finally {
                ahead.stop();
            }
            assertThat(failures).hasValue(2);
        }
    }

    private static DataSource failingTwice(DataSource source, AtomicInteger failures) {
        return (DataSource)
                Proxy.newProxyInstance(
                        PartitionsAheadIT.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> {
                            if (failures.get() < 2) {
                                failures.incrementAndGet();
                                throw new SQLException("starting up", "57P03");
                            }
                            return method.invoke(source, arguments);
                        });
    }

    private static void dropAuditLog(TestDatabase database) {
        database.execute(
                """
                do $$
                declare
                    part record;
                begin
                    for part in select i.inhrelid::regclass as name from pg_inherits i
                        where i.inhparent = 'audit_log'::regclass
                    loop
                        execute 'drop table ' || part.name;
                    end loop;
                end
                $$
                """,
                "delete from table_partitions where table_name = 'audit_log'");
    }

    private static long months(TestDatabase database) {
        return database.count("table_partitions where table_name = 'audit_log'");
    }
}
