package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;
import java.util.Optional;

/** Reads the health models in {@code scoring_models}. */
interface ScoringModelDao {
    @SqlQuery(
            """
            select model_id, model_version, name, weights, thresholds
            from scoring_models
            where kind = 'health' and status = 'active' and name = :name
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> active(String name);

    @SqlQuery(
            """
            select model_id, model_version, name, weights, thresholds
            from scoring_models
            where kind = 'health' and model_id = :modelId and model_version = :modelVersion
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> version(String modelId, int modelVersion);

    @SqlQuery(
            """
            select name from scoring_models where kind = 'health' and status = 'active' order by name
            """)
    List<String> activeNames();

    record Row(
            String modelId,
            int modelVersion,
            String name,
            @Json HealthModel.Weights weights,
            @Json HealthModel.Thresholds thresholds) {
        HealthModel toModel() {
            return new HealthModel(modelId, modelVersion, name, weights, thresholds);
        }
    }
}
