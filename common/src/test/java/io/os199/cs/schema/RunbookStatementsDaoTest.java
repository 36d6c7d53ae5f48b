package io.os199.cs.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL of the runbooks is valid SQL of this schema. None of it is executed. */
final class RunbookStatementsDaoTest {
    private static final Path RUNBOOKS = Path.of("..", "runbooks");
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^ *(?:\\d+\\. )?```sql\\n(.*?)^ *```$");
    private static final Pattern END = Pattern.compile("(?m);\\s*$");
    private static final Pattern PLANNED =
            Pattern.compile("(?i)(select|with|insert|update|delete)\\b");

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** @param page the page that contains the statement, for readers of the report */
    record Written(String page, String statement) {}

    static List<Written> written() throws IOException {
        List<Written> all = new ArrayList<>();
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            for (Path page : (Iterable<Path>) pages.sorted()::iterator) {
                if (page.toString().endsWith(".md")) {
                    BLOCK.matcher(Files.readString(page))
                            .results()
                            .flatMap(block -> END.splitAsStream(block.group(1)))
                            .map(String::strip)
                            .filter(statement -> !statement.isEmpty())
                            .map(statement -> new Written(page.getFileName().toString(), statement))
                            .forEach(all::add);
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("written")
    void isOfThisSchema(Written written) throws SQLException {
        understand(written.statement());
    }

    @Test
    void thereAreSuchStatements() throws IOException {
        assertThat(written()).extracting(Written::page).contains("CsJobsFail.md", "failover.md");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select job_identity from jobs",
                "select pg_promotes(true, 60)",
                "delete from job",
                "alter rol cs password null",
                "analyze clients clients"
            })
    void aMistakeIsFound(String statement) {
        assertThatThrownBy(() -> understand(statement)).isInstanceOf(SQLException.class);
    }

    /** Checks names and types in statements that can be planned, and the grammar of the rest. */
    private static void understand(String statement) throws SQLException {
        String asked =
                PLANNED.matcher(statement).lookingAt()
                        ? "explain " + statement
                        : "do $asked$ begin if false then " + statement + "; end if; end $asked$";
        try (Handle handle = database.jdbi().open();
                Statement asking = handle.getConnection().createStatement()) {
            asking.execute(asked);
        }
    }
}
