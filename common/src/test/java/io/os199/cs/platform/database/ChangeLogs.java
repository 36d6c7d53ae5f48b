package io.os199.cs.platform.database;

import static java.util.stream.Collectors.joining;

import liquibase.resource.DirectoryResourceAccessor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** The change logs of other versions, derived from those of this one. */
public final class ChangeLogs {
    private static final Pattern CHANGESET = Pattern.compile("--changeset cs:(\\S+)");
    private static final Pattern NEXT_CHANGESET = Pattern.compile("(?m)^(?=--changeset )");

    private final Path folder;

    private ChangeLogs(Path folder) {
        this.folder = folder;
    }

    /** Returns the last released change logs, as {@code released.txt} lists them; writes them to {@code folder}. */
    public static ChangeLogs released(Path folder) throws IOException {
        return copy(folder, released().keySet()::contains);
    }

    /** Returns this version's change logs and one more file; writes them to {@code folder}. */
    public static ChangeLogs later(Path folder, String sql) throws IOException {
        ChangeLogs all = copy(folder, _ -> true);
        Path root = folder.resolve(Migrations.CHANGELOG);
        Files.writeString(
                root,
                Files.readString(root)
                        .replace(
                                "</databaseChangeLog>",
                                "<include file=\"db/later.sql\"/></databaseChangeLog>"));
        Files.writeString(
                folder.resolve("db/later.sql"),
                "--liquibase formatted sql logicalFilePath:db/later.sql\n" + sql);
        return all;
    }

    /** Returns the checksum of each released changeset by its id. */
    public static Map<String, String> released() {
        Map<String, String> checksums = new TreeMap<>();
        try (InputStream list =
                Objects.requireNonNull(ChangeLogs.class.getResourceAsStream("/db/released.txt"))) {
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(line -> checksums.put(line[0], line[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checksums;
    }

    public void run(DataSource owner) throws Exception {
        DirectoryResourceAccessor changelogs = new DirectoryResourceAccessor(folder);
        try (changelogs) {
            Migrations.run(owner, changelogs);
        }
    }

    private static ChangeLogs copy(Path folder, Predicate<String> wanted) throws IOException {
        Path classes = Migrations.place();
        try (Stream<Path> files = Files.walk(classes.resolve("db"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(classes.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.writeString(copy, only(Files.readString(file), wanted));
            }
        }
        return new ChangeLogs(folder);
    }

    private static String only(String text, Predicate<String> wanted) {
        return NEXT_CHANGESET
                .splitAsStream(text)
                .filter(
                        part -> {
                            Matcher changeset = CHANGESET.matcher(part);
                            return !changeset.lookingAt() || wanted.test(changeset.group(1));
                        })
                .collect(joining());
    }
}
