package io.os199.cs.health;

import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterColumnMapper;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The statement that scores clients, in {@code HealthStatementDao/score.sql} beside this package's classes. */
@RegisterColumnMapper(HealthStatementDao.InputsColumn.class)
@UseClasspathSqlLocator
interface HealthStatementDao {
    @SqlQuery
    @RegisterConstructorMapper(HealthScore.class)
    List<HealthScore> score(
            String[] clientIds,
            LocalDate asOf,
            LocalDate useDay,
            Instant cut,
            boolean isToday,
            int lookback,
            String modelId,
            int modelVersion);

    /** Reads the facts behind a score from their JSON. */
    final class InputsColumn implements ColumnMapper<HealthInputs> {
        @Override
        public HealthInputs map(ResultSet row, int column, StatementContext context)
                throws SQLException {
            return Json.read(row.getString(column), HealthInputs.class);
        }
    }
}
