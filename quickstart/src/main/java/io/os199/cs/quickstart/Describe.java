package io.os199.cs.quickstart;

import io.os199.cs.quickstart.demo.AnswerKey;
import io.os199.cs.quickstart.demo.AnswerKeyEntry;
import io.os199.cs.quickstart.demo.DemoDescription;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code ./cs-mcp demo describe}: examines the database that the environment names. */
final class Describe {
    private Describe() {}

    /** @param data the folder of the run that made the database, with its answer key */
    static String text(Path data, Map<String, String> environment) throws CannotStartException {
        String url = environment.get("CS_DATABASE_URL");
        if (url == null) {
            throw new CannotStartException(
                    "no database: run ./cs-mcp up first, or name its folder with --data DIR");
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(environment.get("CS_DATABASE_USER"));
        database.setPassword(environment.get("CS_DATABASE_PASSWORD"));
        try {
            return DemoDescription.of(database, answers(data.resolve(Folder.ANSWERS)));
        } catch (SQLException | IOException e) {
            throw new CannotStartException(
                    "the demo company could not be described: " + e.getMessage(), e);
        }
    }

    private static List<AnswerKeyEntry> answers(Path file) throws IOException {
        return Files.exists(file) ? AnswerKey.read(Files.readString(file)) : List.of();
    }
}
