package io.os199.cs.retention.churn;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** The versions of the churn model in {@code scoring_models}. */
interface ChurnModelDao {
    @SqlQuery(
            """
            select model_version, stage, calibration, weights, thresholds, trained_at, metrics::text as metrics, status
            from scoring_models
            where model_id = 'churn' and status = 'active'
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> active();

    @SqlQuery(
            """
            select model_version, stage, calibration, weights, thresholds, trained_at, metrics::text as metrics, status
            from scoring_models
            where model_id = 'churn' and model_version = :modelVersion
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> version(int modelVersion);

    /** Returns the version that the last run over the portfolio used; the active one where there was none. */
    @SqlQuery(
            """
            select model_version, stage, calibration, weights, thresholds, trained_at, metrics::text as metrics, status
            from scoring_models
            where model_id = 'churn'
            order by model_version = (select r.model_version from refresh_runs r where r.name = 'risk') desc nulls last,
                status = 'active' desc
            limit 1
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> predicting();

    /** Returns the newest version that training made, whatever its status. */
    @SqlQuery(
            """
            select model_version, stage, calibration, weights, thresholds, trained_at, metrics::text as metrics, status
            from scoring_models
            where model_id = 'churn' and metrics is not null
            order by model_version desc
            limit 1
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> newestTrained();

    /** Returns the version whose weights are expert judgment, on which all others are built. */
    @SqlQuery(
            """
            select model_version, stage, calibration, weights, thresholds, trained_at, metrics::text as metrics, status
            from scoring_models
            where model_id = 'churn' and stage = 'expert_prior'
            order by model_version desc
            limit 1
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> prior();

    @SqlUpdate(
            """
            update scoring_models set status = 'retired', updated_at = :at
            where model_id = 'churn' and status = 'active'
            """)
    void retireActive(Instant at);

    /** Inserts a version and returns its number, one more than that of the newest. */
    @SqlQuery(
            """
            insert into scoring_models (model_id, model_version, kind, name, stage, calibration, status, weights,
                thresholds, metrics, trained_at, created_at, updated_at)
            select 'churn', max(model_version) + 1, 'churn', 'churn', :stage, :calibration, :status,
                cast(:weights as jsonb), cast(:thresholds as jsonb), cast(:metrics as jsonb), :at, :at, :at
            from scoring_models
            where model_id = 'churn'
            returning model_version
            """)
    int insert(
            ChurnStage stage,
            Calibration calibration,
            String status,
            String weights,
            String thresholds,
            String metrics,
            Instant at);

    record Row(
            int modelVersion,
            ChurnStage stage,
            Calibration calibration,
            @Json ChurnModel.Weights weights,
            @Json ChurnModel.Thresholds thresholds,
            @Nullable Instant trainedAt,
            @Nullable String metrics,
            String status) {
        ChurnModel toModel() {
            return new ChurnModel(modelVersion, stage, calibration, weights, thresholds, trainedAt);
        }
    }
}
