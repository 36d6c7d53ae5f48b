package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.core.AuditVerification;
import io.os199.cs.core.AuditVerification.Fault;
import io.os199.cs.core.AuditVerification.Summary;
import io.os199.cs.platform.config.ServiceConfiguration;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import java.io.PrintStream;

/**
 * {@code audit verify}: reads the whole audit log and reports whether it is unchanged, one line for each fault. It
 * changes nothing and may run alongside everything else. It exits with 0 when there is no fault, 1 when there is one,
 * and 2 when it could not tell.
 */
final class AuditCommand extends ConfiguredCommand<ServiceConfiguration> {
    private static final int FAULTY = 1;
    private static final int UNKNOWN = 2;

    private final PrintStream out;

    AuditCommand(PrintStream out) {
        super("audit", "Verifies the audit log");
        this.out = out;
    }

    /** The reason why the command does not exit with 0. */
    static final class NotVerifiedException extends Exception {
        private final int status;

        private NotVerifiedException(String message, int status, Exception cause) {
            super(message, cause);
            this.status = status;
        }

        private NotVerifiedException(String message) {
            super(message);
            this.status = FAULTY;
        }

        int status() {
            return status;
        }
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("what").choices("verify").help("verify: look for faults");
        super.configure(subparser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace namespace) throws Exception {
        try {
            super.run(bootstrap, namespace);
        } catch (NotVerifiedException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new NotVerifiedException(
                    "The audit log could not be verified: " + cause.getMessage(), UNKNOWN, e);
        }
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        Summary summary;
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            summary =
                    pool.database().snapshot(tx -> new AuditVerification().verify(tx, this::print));
        }
        out.printf(
                "%d chains, %d entries, %d faults%n",
                summary.chainCount(), summary.entryCount(), summary.faultCount());
        if (summary.faultCount() > 0) {
            throw new NotVerifiedException("The audit log is not as it was written.");
        }
    }

    private void print(Fault fault) {
        out.printf(
                "chain %d, sequence %d, %s: %s%n",
                fault.chain(),
                fault.chainSeq(),
                fault.entryId() == null ? "no entry" : fault.entryId(),
                fault.what());
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
