package io.os199.cs.testing;

import io.os199.cs.platform.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an embedded PostgreSQL that holds the migrated template: the first test JVM of a build that needs them
 * makes them, under {@code target} of the project, and each starts its server on a copy. Migrating takes longer than
 * many a test class.
 *
 * <p>They are made anew when the migrations, the code that runs them, or the month change.
 */
final class PreparedServer {
    static final String TEMPLATE = "cs_template";

    private static final String PREFIX = "test-postgres-";
    private static final Duration STARTUP = Duration.ofMinutes(1);
    private static final List<String> MADE_BY = List.of("db", "io/os199/cs/platform/database");

    private PreparedServer() {}

    /** Starts a server on a copy in {@code data}, an empty folder. */
    static EmbeddedPostgres start(Path data) throws IOException {
        Path target = Files.createDirectories(project().resolve("target"));
        try (FileChannel file =
                        FileChannel.open(
                                target.resolve(PREFIX + "lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = file.lock()) {
            copy(prepared(target), data);
        }
        return server(data);
    }

    private static EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("file_copy_method", "clone")
                .setRegisterShutdownHook(false)
                .setPort(FreePort.next())
                .setPGStartupWait(STARTUP)
                .start();
    }

    /** Returns the files, made if need be; whoever asks holds the lock until they are copied. */
    private static Path prepared(Path target) throws IOException {
        Path prepared = target.resolve(PREFIX + key());
        if (!Files.exists(prepared)) {
            deleteOlder(target);
            make(prepared);
        }
        return prepared;
    }

    private static void deleteOlder(Path target) throws IOException {
        try (Stream<Path> all = Files.list(target)) {
            all.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                    .filter(Files::isDirectory)
                    .forEach(FastFolder::delete);
        }
    }

    private static void make(Path prepared) throws IOException {
        Path data = FastFolder.create();
        try {
            try (EmbeddedPostgres postgres = server(data)) {
                MigratedTemplate.make(postgres.getJdbcUrl("postgres", "postgres"), TEMPLATE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            Path partial = Files.createTempDirectory(prepared.getParent(), PREFIX);
            copy(data, partial);
            Files.move(partial, prepared, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FastFolder.delete(data);
        }
    }

    /** Copies with the permissions of the folder itself: PostgreSQL does not start on one that others may read. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (!Files.exists(copy)) {
                    Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Returns the folder of the whole build: tests run in the one of their module. */
    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("cs-mcp"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("tests run in a folder of the project");
            }
        }
        return here;
    }

    /**
     * Returns a hash of what the template is made from, wherever this JVM loads it from, and of the month, whose
     * partitions it has.
     */
    private static String key() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    YearMonth.now(Clock.systemUTC()).toString().getBytes(StandardCharsets.UTF_8));
            Path code = Migrations.place();
            if (Files.isDirectory(code)) {
                digest(code, digest);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(code)) {
                    digest(jar.getPath("/"), digest);
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void digest(Path root, MessageDigest digest) throws IOException {
        for (String folder : MADE_BY) {
            try (Stream<Path> all = Files.walk(root.resolve(folder))) {
                for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(
                            root.relativize(each).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(each));
                }
            }
        }
    }
}
