package io.os199.cs.health;

import io.os199.cs.health.HealthBeside.StoredScore;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads stored scores. */
public interface HealthReadDao {
    /** Returns the scores of {@link HealthBeside#history}. */
    @SqlQuery(HealthBeside.HISTORY)
    @RegisterConstructorMapper(StoredScore.class)
    List<StoredScore> history(
            String clientId, String modelId, int modelVersion, int lookbackDays, LocalDate asOf);
}
