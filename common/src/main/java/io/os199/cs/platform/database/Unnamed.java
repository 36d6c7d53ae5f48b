package io.os199.cs.platform.database;

import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.postgresql.PGStatement;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Sends the statements of {@link PlannedForItsValues} without a name, however often they are run. An unnamed
 * statement is planned when its values arrive, in the same round trip, and its plan is not kept.
 */
public final class Unnamed implements SqlStatementCustomizerFactory, StatementCustomizer {
    @Override
    public SqlStatementCustomizer createForType(Annotation annotation, Class<?> dao) {
        return this::customize;
    }

    @Override
    public SqlStatementCustomizer createForMethod(
            Annotation annotation, Class<?> dao, Method method) {
        return this::customize;
    }

    private void customize(SqlStatement<?> statement) {
        statement.addCustomizer(this);
    }

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context)
            throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
