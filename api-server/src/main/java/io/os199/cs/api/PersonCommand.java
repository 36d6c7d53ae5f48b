package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.assembly.KeptAnswers;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.person.Erasure;
import io.os199.cs.person.Handling;
import io.os199.cs.person.PersonReport;
import io.os199.cs.person.PersonReport.Found;
import io.os199.cs.person.PersonalTable;
import io.os199.cs.person.StoredPerson;
import io.os199.cs.person.Wanted;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.secrets.Secrets;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code person show|erase}: shows what is stored about one person, or erases it; without {@code --yes} the erasure
 * is only a trial run.
 */
final class PersonCommand extends OperatorCommand {
    private static final String ONE_PERSON = "one_person";
    private static final String LINE = "%-26s %9s %9s  %s%n";

    PersonCommand(Clock clock, PrintStream out, PrintStream err) {
        super("person", "Shows and erases what is stored of a person", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions = parser.addSubparsers().dest("action").metavar("show|erase");
        ofPerson(actions, "show", "Shows what is stored of a person")
                .addArgument("--format")
                .choices("table", "json")
                .setDefault("table")
                .help("table (default): how many rows; json: the rows too");
        Subparser erase =
                ofPerson(actions, "erase", "Erases a person; says what it would do without --yes");
        erase.addArgument("--one-person")
                .dest(ONE_PERSON)
                .action(Arguments.storeTrue())
                .help("whatever names stand beside the address, they are one person's");
        erase.addArgument("--yes").action(Arguments.storeTrue()).help("do it");
    }

    private static Subparser ofPerson(Subparsers actions, String name, String help) {
        Subparser action = action(actions, name, help);
        action.addArgument("--email").required(true).help("the person's address");
        action.addArgument("--also")
                .action(Arguments.append())
                .help("what else texts call the person; may be given again");
        return action;
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        Wanted wanted =
                new Wanted(
                        namespace.getString("email"),
                        Objects.requireNonNullElse(namespace.getList("also"), List.of()),
                        Boolean.TRUE.equals(namespace.getBoolean(ONE_PERSON)));
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            if (namespace.getString("action").equals("show")) {
                show(pool, wanted, namespace.getString("format").equals("json"));
            } else if (namespace.getBoolean("yes")) {
                erase(pool, configuration, wanted);
            } else {
                Erasure erasure = new Erasure(new AuditLog(clock), ClientAnswers.unkept(), clock);
                print(pool.database().rehearse(tx -> erasure.erase(tx, OPERATOR, wanted)), false);
            }
        }
    }

    private void show(CommandPool pool, Wanted wanted, boolean asJson) {
        PersonReport report =
                pool.database()
                        .write(
                                tx ->
                                        new StoredPerson(new AuditLog(clock))
                                                .show(tx, OPERATOR, wanted, asJson));
        if (asJson) {
            printJson(wanted, report);
        } else if (report.found().isEmpty()) {
            out.println("Nothing of this address is stored.");
        } else {
            print(report);
        }
    }

    private void erase(CommandPool pool, ServiceConfiguration configuration, Wanted wanted)
            throws Exception {
        Secrets secrets = CommandPool.secrets(configuration);
        try (KeptAnswers kept = KeptAnswers.open(configuration, secrets, clock)) {
            Erasure erasure = new Erasure(new AuditLog(clock), kept.answers(), clock);
            print(pool.database().write(tx -> erasure.erase(tx, OPERATOR, wanted)), true);
            if (!kept.isCurrent()) {
                err.println(
                        "Redis does not answer: answers that it keeps may show the person for 15"
                                + " minutes more.");
            }
        } finally {
            secrets.stop();
        }
    }

    private void print(Erasure.Outcome outcome, boolean isDone) {
        switch (outcome) {
            case Erasure.Refused(String reason) -> throw new IllegalStateException(reason);
            case Erasure.Nothing(PersonReport report) -> {
                out.println("There is nothing to erase of this address any more.");
                printKept(report);
            }
            case Erasure.Erased(String erasureId, PersonReport report, int fileRows) -> {
                print(report);
                if (fileRows > 0) {
                    out.printf(
                            "and %,d chunks and staged rows of ended imports, whosever: deleted%n",
                            fileRows);
                }
                out.println(
                        isDone
                                ? "Erased, as " + erasureId + "."
                                : "Nothing was changed: --yes does it.");
            }
        }
    }

    private void print(PersonReport report) {
        out.printf("Clients: %s%n", String.join(" ", report.clientIds()));
        out.printf(LINE, "TABLE", "OWN ROWS", "MENTIONS", "AN ERASURE");
        for (Found each : report.found()) {
            out.printf(LINE, each.table().name(), each.ownCount(), each.mentionCount(), done(each));
        }
        printKept(report);
    }

    private static String done(Found found) {
        List<String> done = new ArrayList<>();
        for (Handling handling : Handling.values()) {
            boolean concerns =
                    (handling == Handling.MENTIONS || handling == Handling.SCRAPPED)
                            ? found.mentionCount() > 0
                            : found.ownCount() > 0;
            List<String> columns = found.table().columns(handling);
            if (concerns && !columns.isEmpty()) {
                done.add(String.join(", ", columns) + ": " + handling.words());
            }
        }
        return done.isEmpty() ? "mentions replaced" : String.join("; ", done);
    }

    private void printKept(PersonReport report) {
        for (Found each : report.found()) {
            PersonalTable table = each.table();
            if (each.ownCount() > 0) {
                table.reasons().values().stream()
                        .distinct()
                        .forEach(reason -> out.printf("%s stays: %s%n", table.name(), reason));
            }
        }
    }

    /** Prints one row per line, so that a long answer stays readable. */
    private void printJson(Wanted wanted, PersonReport report) {
        out.printf(
                "{\"email\": %s,%n\"client_ids\": %s,%n\"tables\": [",
                Json.write(wanted.address()), Json.write(report.clientIds()));
        String before = "";
        for (Found each : report.found()) {
            out.printf(
                    "%s%n{\"table\": \"%s\", \"row_count\": %d, \"mention_count\": %d,%n \"rows\":"
                            + " [%s],%n \"mentions\": [%s]}",
                    before,
                    each.table().name(),
                    each.ownCount(),
                    each.mentionCount(),
                    String.join(",\n  ", each.rows()),
                    String.join(",\n  ", each.mentions()));
            before = ",";
        }
        out.println("]}");
    }
}
