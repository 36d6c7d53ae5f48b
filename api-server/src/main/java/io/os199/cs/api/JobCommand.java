package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.api.security.ApiKey;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.assembly.JobArguments;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.jobs.FailedJob;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobRetry;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code job list|retry}: lists the failed jobs, and runs one of them again for whoever asked for it. */
final class JobCommand extends OperatorCommand {
    private static final String KEY = "key_";
    private static final String LINE = "%-30s  %-28s  %-30s  %-17s  %-17s  %-42s  %s%n";

    JobCommand(Clock clock, PrintStream out, PrintStream err) {
        super("job", "Shows failed jobs, and runs one again", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions = parser.addSubparsers().dest("action").metavar("list|retry");
        action(actions, "list", "Shows the jobs that failed and are still kept");
        action(actions, "retry", "Runs a failed job again for whoever asked for it")
                .addArgument("--id")
                .required(true)
                .help("as list shows it");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            JobRetry jobs =
                    new JobRetry(new JobSubmission(new JobQueue(pool.dataSource()), clock), clock);
            if (namespace.getString("action").equals("list")) {
                print(pool.database().current(jobs::failed));
            } else {
                retry(pool, jobs, namespace.getString("id"));
            }
        }
    }

    private void print(List<FailedJob> failed) {
        if (failed.isEmpty()) {
            err.println("No job failed of those that are still kept.");
            return;
        }
        out.printf(
                LINE, "ID", "TOOL", "PRINCIPAL", "FAILED", "KEPT UNTIL", "ASKED FOR AGAIN", "WHY");
        failed.forEach(
                job ->
                        out.printf(
                                LINE,
                                job.jobId(),
                                job.tool(),
                                job.principal(),
                                minute(job.finishedAt()),
                                minute(job.expiresAt()),
                                job.laterStatus() == null
                                        ? "no"
                                        : job.laterJobId() + " " + WireName.of(job.laterStatus()),
                                Objects.requireNonNullElse(job.why(), "-")));
    }

    /** Formats in UTC, to the minute. */
    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    private void retry(CommandPool pool, JobRetry jobs, String jobId) {
        List<ApiKey> keys = new ApiKeys(pool.database(), clock).list();
        JobRetry.Outcome outcome =
                pool.database()
                        .write(
                                tx -> {
                                    JobRetry.Outcome made =
                                            jobs.retry(tx, jobId, job -> obstacle(keys, job));
                                    note(tx, made);
                                    return made;
                                });
        switch (outcome) {
            case JobRetry.Begun(Job job) ->
                    out.printf("%s runs %s again, for %s%n", job.jobId(), jobId, job.principal());
            case JobRetry.Refused(String reason) -> throw new IllegalStateException(reason);
        }
    }

    private void note(Transaction tx, JobRetry.Outcome outcome) {
        if (outcome instanceof JobRetry.Begun(Job job)) {
            new AuditLog(clock)
                    .record(
                            tx,
                            AuditEntry.done(
                                    OPERATOR,
                                    "job",
                                    "retry",
                                    List.of(job.jobId(), Objects.requireNonNull(job.retryOf()))));
        }
    }

    /**
     * Nothing more may be done for a principal whose key has ended; what the holder of a token may do, only its
     * issuer knows.
     */
    private Optional<String> obstacle(List<ApiKey> keys, Job job) {
        String principal = job.principal();
        if (principal.startsWith(KEY)
                && keys.stream()
                        .noneMatch(
                                key ->
                                        key.principalId().equals(principal)
                                                && key.isGoodAt(clock.instant()))) {
            return Optional.of("%s, which asked for it, has no active key".formatted(principal));
        }
        return JobArguments.obstacle(job.tool(), job.arguments());
    }
}
