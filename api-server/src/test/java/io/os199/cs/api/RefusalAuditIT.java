package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.ids.TypeId;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Refused calls in the audit log, through the process as it is deployed. */
class RefusalAuditIT {
    @Test
    void aProcessThatStopsHasAuditedWhatItRefused() {
        String job = TypeId.next("job");
        try (RunningApi api = new RunningApi()) {
            for (int i = 0; i < 20; i++) {
                api.call(api.key(), "get_job", "{'job_id': '%s'}".formatted(job));
            }
            api.call(api.key(), "get_client_overview", "{'client_id': 'Nobody of that name'}");
            api.call(api.key(Scope.CS_READ), "list_jobs", "{'all_principals': true}");
            api.call(api.key(), "list_jobs", "{}");
            api.call(api.key(Scope.CS_READ), "register_client", "{'client_name': 'Never Ltd'}");
            api.stop();

            assertThat(rows(api, "where tool = 'get_job' and outcome = 'not_found'"))
                    .hasSize(20)
                    .allMatch(row -> row.contains(job));
            assertThat(rows(api, "where tool = 'get_client_overview' and outcome = 'not_found'"))
                    .hasSize(1)
                    .noneMatch(row -> row.contains("Nobody"));
            assertThat(rows(api, "where tool = 'list_jobs'"))
                    .hasSize(1)
                    .allMatch(row -> row.contains("forbidden"));
            assertThat(rows(api, "where tool = 'register_client' and outcome = 'forbidden'"))
                    .hasSize(1)
                    .noneMatch(row -> row.contains("Never"));
            assertThat(
                            rows(
                                    api,
                                    "where principal <> 'operator' and (principal not like"
                                            + " 'key\\_%' or request_id is null)"))
                    .isEmpty();
        }
    }

    private static List<String> rows(RunningApi api, String which) {
        return api.testDatabase()
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select audit_log::text from audit_log " + which)
                                        .mapTo(String.class)
                                        .list());
    }
}
