package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The worker and its dashboard.
 *
 * @param threads jobs that one worker process runs at once
 * @param dashboardBind address that the JobRunr dashboard listens on
 * @param dashboardPort its port; 0 for no dashboard
 * @param dashboardPassword empty: a random one, written to the log once at start
 */
public record WorkerConfig(
        @Min(1) @Max(256) int threads,
        @NotNull String dashboardBind,
        @Min(0) @Max(65535) int dashboardPort,
        @NotNull String dashboardUser,
        @NotNull String dashboardPassword) {
    static WorkerConfig usual() {
        return new WorkerConfig(8, "127.0.0.1", 8000, "operator", "");
    }

    public WorkerConfig withDashboardPassword(String password) {
        return new WorkerConfig(threads, dashboardBind, dashboardPort, dashboardUser, password);
    }

    @Override
    public String toString() {
        return "WorkerConfig[%d threads, dashboard %s:%d]"
                .formatted(threads, dashboardBind, dashboardPort);
    }
}
