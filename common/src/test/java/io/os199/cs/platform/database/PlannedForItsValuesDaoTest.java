package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class PlannedForItsValuesDaoTest {
    /** More than it takes for the driver to name a statement, and the server to make a plan for all values. */
    private static final int CALLS = 14;

    /** Statements of both kinds. */
    public interface MixedDao {
        @SqlQuery("select count(*) from clients where cast(:tier as text) is null or tier = :tier")
        long kept(@Nullable String tier);

        @PlannedForItsValues
        @SqlQuery("select count(*) from clients where cast(:csm as text) is null or csm = :csm")
        long planned(@Nullable String csm);

        @SqlQuery("select statement from pg_prepared_statements where generic_plans > 0")
        List<String> genericallyPlanned();

        @SqlQuery("select statement from pg_prepared_statements")
        List<String> prepared();
    }

    /** Statements of one kind. */
    @PlannedForItsValues
    public interface PlannedDao {
        @SqlQuery("select count(*) from clients where cast(:name as text) is null or name = :name")
        long count(@Nullable String name);
    }

    private static TestDatabase testDatabase;
    private static Database database;

    @BeforeAll
    static void create() {
        testDatabase = TestDatabase.create();
        database = testDatabase.database();
    }

    @AfterAll
    static void drop() {
        testDatabase.close();
    }

    @Test
    void keepsNoPlanOfItsStatementsAndThatOfOthers() {
        database.read(
                tx -> {
                    MixedDao mixed = tx.dao(MixedDao.class);
                    PlannedDao planned = tx.dao(PlannedDao.class);
                    IntStream.range(0, CALLS)
                            .forEach(
                                    _ -> {
                                        mixed.kept(null);
                                        mixed.planned(null);
                                        planned.count(null);
                                    });
                    assertThat(mixed.genericallyPlanned())
                            .anyMatch(statement -> statement.contains("tier = $"));
                    assertThat(mixed.prepared())
                            .noneMatch(statement -> statement.contains("csm = $"))
                            .noneMatch(statement -> statement.contains("name = $"));
                    return true;
                });
    }
}
