package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.Set;

/** An API process whose last worker stopped so long ago that no month of the audit log is left. */
class PartitionsAheadIT {
    @Test
    void whatNoWorkerMadeTheApiMakes() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
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
            try (RunningApi api =
                    RunningApi.over(
                            database.url(),
                            database.readUrl(),
                            ConfigOverride.config("rateLimits.burstSeconds", "3600"))) {
                Await.until(
                        () ->
                                database.count("table_partitions where table_name = 'audit_log'")
                                        == 4);
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
}
