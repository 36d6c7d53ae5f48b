package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.core.AuditLog;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.paging.Cursors;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** The tools that watch and stop what the other tools start. */
public final class JobTools {
    private JobTools() {}

    /**
     * The three, in the order of the contract.
     *
     * @param others every tool that may start jobs: their names and scopes count for those jobs
     */
    public static List<Tool<?, ?>> of(
            Jobs jobs,
            AuditLog audit,
            Cursors cursors,
            Clock clock,
            Collection<? extends Tool<?, ?>> others) {
        ToolScopes scopes = new ToolScopes(others);
        return List.of(
                new GetJob(jobs, scopes, clock),
                new ListJobs(jobs, scopes, cursors),
                new CancelJob(jobs, scopes, audit));
    }
}
