package io.os199.cs.quickstart;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code .quickstart}: what is kept from run to run, readable by its owner alone.
 *
 * <pre>
 * postgres/  redis/      data, kept        postgres-bin/  redis-bin/  unpacked programs
 * api-key  *-secret      mode 600          postgres.port  redis.port  ports once chosen
 * environment            of both processes, and of the commands beside them (mode 600)
 * api.sh   worker.sh     start one process   api.pid  worker.pid      while it runs
 * log/                   of this run, and .old of the one before
 * schema                 that the database has         lock    held by the run, with its URL
 * demo-answers.json      what is planted in the demo company
 * </pre>
 */
final class Folder {
    static final String DATABASE = "postgres";
    static final String CACHE = "redis";
    static final String API_KEY = "api-key";
    static final String ENVIRONMENT = "environment";
    static final String ANSWERS = "demo-answers.json";
    static final String SCHEMA = "schema";
    static final String LOCK = "lock";
    private static final int SECRET_BYTES = 24;
    private static final int LAST_LINES = 20;

    private final Path root;

    private Folder(Path root) {
        this.root = root;
    }

    static Folder open(Path root) throws CannotStartException {
        try {
            Files.createDirectories(root);
            Folder folder = new Folder(root.toRealPath());
            folder.requireOurs();
            folder.ownToOwner(folder.root, "rwx------");
            folder.requireOwnData();
            folder.make("log");
            return folder;
        } catch (IOException e) {
            throw new Folder(root).unusable(e);
        }
    }

    /** Requires that the folder serves nothing else, because we close it to others and delete in it. */
    private void requireOurs() throws IOException, CannotStartException {
        try (Stream<Path> files = Files.list(root)) {
            if (!Files.exists(path(LOCK)) && files.findAny().isPresent()) {
                throw new CannotStartException(
                        "%s holds something else: give --data a new or an empty folder"
                                .formatted(root));
            }
        }
    }

    /** Requires that this user owns the database, since one created by another user cannot be run. */
    private void requireOwnData() throws IOException, CannotStartException {
        Path data = path(DATABASE);
        Path probe = Files.createTempFile(root, "owner", "");
        try {
            if (Files.exists(data) && !Files.getOwner(data).equals(Files.getOwner(probe))) {
                throw new CannotStartException(
                        "%s belongs to the user %s: run as that user, or keep your own with --data DIR"
                                .formatted(root, Files.getOwner(data)));
            }
        } finally {
            Files.delete(probe);
        }
    }

    CannotStartException unusable(IOException e) {
        String why = e instanceof AccessDeniedException ? "no permission" : e.toString();
        return new CannotStartException(
                "cannot use %s (%s): choose another place with --data DIR".formatted(root, why), e);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Path log(String name) {
        return path("log").resolve(name + ".log");
    }

    Path make(String name) throws IOException {
        Path directory = Files.createDirectories(path(name));
        ownToOwner(directory, "rwx------");
        return directory;
    }

    private void ownToOwner(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** Returns the secret with that name: created once, then kept. */
    String secret(String name) throws IOException {
        String kept = read(name + "-secret");
        if (kept != null) {
            return kept;
        }
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        String made = HexFormat.of().formatHex(bytes);
        write(name + "-secret", made, "rw-------");
        return made;
    }

    /** Returns the port with that name: the last run's if it is free, else a new one. */
    int port(String name, Ports taken) throws IOException {
        String kept = read(name + ".port");
        if (kept != null && kept.matches("\\d{1,5}") && taken.isFreeOther(Integer.parseInt(kept))) {
            return Integer.parseInt(kept);
        }
        int chosen = taken.another();
        write(name + ".port", Integer.toString(chosen), "rw-------");
        return chosen;
    }

    /** Returns the content without its final line break; null if there is no such file. */
    @Nullable String read(String name) throws IOException {
        Path file = path(name);
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    /** Replaces the whole file; its permissions are set before anything is written to it. */
    Path write(String name, String content, String permissions) throws IOException {
        Path next = path(name + ".new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(next, content.endsWith("\n") ? content : content + "\n");
        return Files.move(next, path(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts an empty log and keeps that of the previous run beside it. */
    Path startLog(String name) throws IOException {
        Path log = log(name);
        if (Files.exists(log)) {
            Files.move(
                    log,
                    log.resolveSibling(name + ".log.old"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(log, "", StandardOpenOption.CREATE);
        return log;
    }

    /** Returns the end of a log, indented, to be shown after a sentence. */
    String tail(String name) {
        Path log = log(name);
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            StringBuilder text = new StringBuilder();
            lines.stream()
                    .skip(Math.max(0, lines.size() - LAST_LINES))
                    .forEach(line -> text.append("\n    ").append(line));
            return text.toString();
        } catch (IOException e) {
            return "\n    (" + log + " cannot be read)";
        }
    }

    /** Deletes the data of earlier runs and what belongs to it; the unpacked programs stay. */
    void forget() throws IOException {
        for (String directory : Set.of(DATABASE, CACHE)) {
            if (Files.exists(path(directory))) {
                deleteTree(path(directory));
            }
        }
        Files.deleteIfExists(path(ANSWERS));
        Files.deleteIfExists(path(API_KEY));
        Files.deleteIfExists(path(SCHEMA));
    }

    /** Deletes the whole folder, once nothing runs in it any longer. */
    void remove() {
        try {
            deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
