package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.mcp.served.TaskStore;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.core.AuditLog;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** The tools that watch and stop the jobs started by other tools, and the same jobs as tasks. */
public final class JobTools {
    private final List<Tool<?, ?>> tools;
    private final TaskStore tasks;

    /**
     * Creates the tools over one set of jobs.
     *
     * @param others every tool that may start jobs: their names, scopes and answers apply to those jobs
     */
    public JobTools(
            Database database,
            Jobs jobs,
            AuditLog audit,
            Cursors cursors,
            Clock clock,
            Collection<? extends Tool<?, ?>> others) {
        ToolScopes scopes = new ToolScopes(others);
        JobAnswers answers = new JobAnswers(others);
        this.tools =
                List.of(
                        new GetJob(jobs, scopes, answers, clock),
                        new ListJobs(jobs, scopes, cursors),
                        new CancelJob(jobs, scopes, audit));
        this.tasks = new JobTasks(database, jobs, scopes, answers, audit, clock);
    }

    /** The three tools, in listing order. */
    public List<Tool<?, ?>> all() {
        return tools;
    }

    public TaskStore tasks() {
        return tasks;
    }
}
