package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.integration.DeadLetters;
import io.os199.cs.integration.HeldMail;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.IntegrationStatus;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.WireName;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * {@code integration status|sync|replay|unmatched|map}: shows the state of the external services; syncs one now;
 * retries what was given up; lists unmatched records, and maps one to its client.
 */
final class IntegrationCommand extends OperatorCommand {
    private static final String UNMATCHED = "%-14s  %-40s  %9s  %s%n";
    private static final String LINE = "%-8s  %-7s  %-11s  %-17s  %-17s  %7s  %5s  %s%n";

    IntegrationCommand(Clock clock, PrintStream out, PrintStream err) {
        super("integration", "Shows and works the services outside", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions =
                parser.addSubparsers().dest("action").metavar("status|sync|replay|unmatched|map");
        action(actions, "status", "Shows how each service outside is, as the worker found it");
        named(action(actions, "sync", "Has a worker read a service now, within about a minute"));
        named(action(actions, "replay", "Tries again what was given up of a service"))
                .addArgument("--id")
                .help("of one, as the list of dead letters shows it; all without it");
        named(action(actions, "unmatched", "Shows whose records of a service are nobody's"));
        Subparser map =
                named(
                        action(
                                actions,
                                "map",
                                "Says whose a record is, and has it read from the first one on"));
        map.addArgument("--kind").required(true).help("as unmatched shows it");
        map.addArgument("--remote-id").dest("remote").required(true).help("as unmatched shows it");
        map.addArgument("--client").required(true).help("id, external id or name");
    }

    private static Subparser named(Subparser action) {
        action.addArgument("name").choices(WireName.all(Integration.class)).help("the service");
        return action;
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            Database database = pool.database();
            String action = namespace.getString("action");
            if (action.equals("status")) {
                status(database);
                return;
            }
            Integration integration =
                    (Integration) WireName.parse(Integration.class, namespace.getString("name"));
            switch (action) {
                case "sync" -> sync(database, integration);
                case "replay" -> replay(database, integration, namespace.getString("id"));
                case "unmatched" -> unmatched(database, integration);
                default -> map(database, integration, namespace);
            }
        }
    }

    private void status(Database database) {
        IntegrationStates states = new IntegrationStates(database, clock);
        out.printf(
                LINE, "SERVICE", "ENABLED", "STATE", "CHECKED", "READ", "WAITING", "DEAD", "WHY");
        database.current(states::all).forEach(this::print);
        database.current(states::heldMail).ifPresent(this::print);
    }

    private void sync(Database database, Integration integration) {
        IntegrationStates states = new IntegrationStates(database, clock);
        if (!database.write(tx -> states.askSync(tx, integration))) {
            throw new IllegalStateException(
                    integration.wireName() + " is off: switch it on in the configuration");
        }
        out.printf(
                "A worker reads %s within about a minute, or of when it answers and takes our"
                        + " key.%n",
                integration.wireName());
    }

    private void replay(Database database, Integration integration, @Nullable String id) {
        DeadLetters dead = new DeadLetters(new AuditLog(clock), clock);
        int count = database.write(tx -> dead.retry(tx, integration, id, OPERATOR));
        if (id != null && count == 0) {
            throw new IllegalStateException("nothing that was given up has the id " + id);
        }
        out.printf("%d tried again.%n", count);
    }

    private void unmatched(Database database, Integration integration) {
        UnmatchedRecords records = new UnmatchedRecords(new AuditLog(clock), clock);
        UnmatchedRecords.Listed listed = database.current(tx -> records.list(tx, integration));
        if (listed.items().isEmpty()) {
            err.println("Every record has its client.");
            return;
        }
        out.printf(UNMATCHED, "KIND", "REMOTE ID", "RECORDS", "SINCE");
        listed.items()
                .forEach(
                        each ->
                                out.printf(
                                        UNMATCHED,
                                        each.kind(),
                                        each.remoteId(),
                                        each.rowCount(),
                                        minute(each.firstSeenAt())));
    }

    private void map(Database database, Integration integration, Namespace namespace) {
        UnmatchedRecords records = new UnmatchedRecords(new AuditLog(clock), clock);
        Answer<UnmatchedRecords.Mapped> mapped =
                database.write(
                        tx ->
                                new ClientDirectory()
                                        .resolve(tx, namespace.getString("client"))
                                        .map(
                                                client ->
                                                        records.map(
                                                                tx,
                                                                integration,
                                                                namespace.getString("kind"),
                                                                namespace.getString("remote"),
                                                                client.clientId(),
                                                                OPERATOR)));
        switch (mapped) {
            case Answer.Ok<UnmatchedRecords.Mapped>(var done) ->
                    out.printf(
                            "%s is %s%s.%n",
                            done.remoteId(),
                            done.clientId(),
                            done.rereadFrom() == null
                                    ? ""
                                    : "; it is read again from " + minute(done.rereadFrom()));
            case Answer.Refused<UnmatchedRecords.Mapped>(var refusal) ->
                    throw new IllegalStateException(refusal.message());
        }
    }

    private void print(IntegrationStatus status) {
        out.printf(
                LINE,
                status.name().wireName(),
                status.enabled() ? "yes" : "no",
                WireName.of(status.state()),
                minute(status.checkedAt()),
                minute(status.lastSyncAt()),
                status.waitingCount(),
                status.deadCount(),
                Objects.requireNonNullElse(status.lastErrorCode(), "-"));
    }

    private void print(HeldMail mail) {
        out.printf(
                "Mail of %d campaign%s has been held since %s: the mail provider refuses it"
                        + " (%s).%n",
                mail.campaignCount(),
                mail.campaignCount() == 1 ? "" : "s",
                minute(mail.since()),
                Objects.requireNonNullElse(mail.errorCode(), "-"));
    }

    /** Formats in UTC, to the minute. */
    private static String minute(@Nullable Instant instant) {
        return instant == null
                ? "-"
                : instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }
}
