package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.api.security.ApiKey;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.IssuedKey;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.WireName;

import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code api-key create|list|rotate|revoke}: the keys of a deployment. Only a new secret is written to the output, so
 * that a script can capture it; anything for people to read goes to the error stream.
 */
final class ApiKeyCommand extends OperatorCommand {
    private static final String ACTION = "action";
    private static final String KEY_ID = "keyId";
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([mhd])");
    private static final int LONGEST_NAME = 200;
    private static final int MOST_CALLS = 1_000_000;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final String LINE = "%-30s  %-30s  %-24s  %-28s  %7s  %-16s  %-16s  %-16s  %s%n";

    ApiKeyCommand(Clock clock, PrintStream out, PrintStream err) {
        super("api-key", "Creates, lists, rotates and revokes API keys", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions =
                parser.addSubparsers().dest(ACTION).metavar("create|list|rotate|revoke");
        Subparser create = action(actions, "create", "Makes a key and shows its secret once");
        create.addArgument("--name").help("what people know it by");
        create.addArgument("--scopes").help("its rights, for example cs:read,pii:read");
        create.addArgument("--expires").help("a span as 90d or 12h, or a date; never when absent");
        create.addArgument("--rate-limit").dest("rateLimit").help("calls a minute in the long run");
        action(actions, "list", "Shows all keys, without their secrets");
        Subparser rotate = action(actions, "rotate", "Makes a successor; the key ends later");
        keyId(rotate);
        rotate.addArgument("--overlap").setDefault("24h").help("how long both are good");
        keyId(action(actions, "revoke", "Ends a key within seconds"));
    }

    private static Argument keyId(Subparser action) {
        return action.addArgument(KEY_ID).nargs("?").metavar("KEY_ID").help("as list shows it");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            ApiKeys keys = new ApiKeys(pool.database(), clock);
            switch (namespace.getString(ACTION)) {
                case "create" -> create(keys, namespace);
                case "rotate" -> rotate(keys, namespace);
                case "revoke" -> revoke(keys, keyId(namespace));
                default -> keys.list().forEach(new Lister()::print);
            }
        }
    }

    private void create(ApiKeys keys, Namespace arguments) {
        IssuedKey issued =
                keys.create(
                        name(arguments.getString("name")),
                        scopes(arguments.getString("scopes")),
                        rateLimit(arguments.getString("rateLimit")),
                        expiry(arguments.getString("expires")));
        show(issued);
    }

    private void rotate(ApiKeys keys, Namespace arguments) {
        String keyId = keyId(arguments);
        String overlap = arguments.getString("overlap");
        Duration span =
                span(overlap)
                        .filter(each -> each.compareTo(LONGEST_OVERLAP) <= 0)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "--overlap takes a span of at most 90d, as 24h or"
                                                        + " 7d, not "
                                                        + overlap));
        IssuedKey successor =
                keys.rotate(keyId, span)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "%s is no active key: api-key list shows which are"
                                                        .formatted(keyId)));
        // Not always after the overlap: a key that expires sooner still does.
        Instant end =
                keys.list().stream()
                        .filter(key -> key.keyId().equals(keyId))
                        .findFirst()
                        .map(ApiKey::expiresAt)
                        .orElseThrow();
        err.printf(
                "%s goes on as %s and ends itself at %s.%n",
                keyId, successor.key().keyId(), minute(end));
        show(successor);
    }

    private void revoke(ApiKeys keys, String keyId) {
        if (!keys.revoke(keyId)) {
            throw new IllegalArgumentException(
                    "%s is no key that could be revoked: api-key list shows which are"
                            .formatted(keyId));
        }
        err.printf("%s is revoked: every replica refuses it within 5 s.%n", keyId);
    }

    private static String keyId(Namespace arguments) {
        String keyId = arguments.getString(KEY_ID);
        if (keyId == null) {
            throw new IllegalArgumentException(
                    "%s takes the KEY_ID that api-key list shows"
                            .formatted(arguments.getString(ACTION)));
        }
        return keyId;
    }

    private void show(IssuedKey issued) {
        ApiKey key = issued.key();
        err.printf(
                "%s \"%s\" with %s, %d calls a minute, expires %s. The secret is shown this"
                        + " once:%n",
                key.keyId(),
                key.name(),
                String.join(" ", key.scopes()),
                key.rateLimitPerMinute(),
                minute(key.expiresAt()));
        out.println(issued.secret());
        out.flush();
    }

    /** Prints the heading, then the keys one per line. */
    private final class Lister {
        Lister() {
            out.printf(
                    LINE,
                    "ID",
                    "PRINCIPAL",
                    "NAME",
                    "SCOPES",
                    "PER MIN",
                    "CREATED",
                    "EXPIRES",
                    "LAST USE",
                    "STATE");
        }

        void print(ApiKey key) {
            out.printf(
                    LINE,
                    key.keyId(),
                    key.principalId(),
                    key.name(),
                    String.join(",", key.scopes()),
                    key.rateLimitPerMinute(),
                    minute(key.createdAt()),
                    minute(key.expiresAt()),
                    minute(key.lastUsedAt()),
                    WireName.of(key.stateAt(clock.instant())));
        }
    }

    /** Formats in UTC, to the minute. */
    private static String minute(@Nullable Instant instant) {
        return instant == null
                ? "never"
                : instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "--name takes what people know the key by, in 1 to 200 characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("--name takes one line without control characters");
        }
        return name.strip();
    }

    private static Set<Scope> scopes(@Nullable String words) {
        if (words == null || words.isBlank()) {
            throw new IllegalArgumentException(
                    "--scopes takes the rights of the key, for example cs:read,pii:read");
        }
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : List.of(words.strip().split("[,\\s]+"))) {
            scopes.add(Scope.named(word));
        }
        return scopes;
    }

    private static int rateLimit(@Nullable String number) {
        if (number == null) {
            return Principal.CALLS_PER_MINUTE;
        }
        if (number.matches("\\d{1,7}")) {
            int calls = Integer.parseInt(number);
            if (calls >= 1 && calls <= MOST_CALLS) {
                return calls;
            }
        }
        throw new IllegalArgumentException(
                "--rate-limit takes the calls a minute, 1 to 1000000, not " + number);
    }

    private @Nullable Instant expiry(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant now = clock.instant();
        Optional<Instant> end =
                span(text).filter(Duration::isPositive).map(now::plus).or(() -> date(text));
        return end.filter(each -> each.isAfter(now))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--expires takes a span as 90d or 12h, or a date to come as %s, not %s"
                                                .formatted(
                                                        LocalDate.ofInstant(now, ZoneOffset.UTC)
                                                                .plusDays(90),
                                                        text)));
    }

    private static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** The beginning of that day in UTC. */
    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
