package io.os199.cs.testing;

import io.os199.cs.platform.database.Parts;

import org.jdbi.v3.core.extension.ExtensionMethod;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The statements that were sent over a {@link TestDatabase#database(SqlLogger)}, in their order, by the methods of the DAOs that
 * they belong to. What begins and ends transactions is not among them.
 */
public final class SentStatements implements SqlLogger {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void logBeforeExecution(StatementContext context) {
        ExtensionMethod method = context.getExtensionMethod();
        sent.add(
                method == null
                        ? Objects.toString(context.getAttribute(Parts.TITLE), context.getRawSql())
                        : method.getType().getSimpleName() + "." + method.getMethod().getName());
    }

    /** Those since the last time that this was asked. */
    public List<String> since() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
