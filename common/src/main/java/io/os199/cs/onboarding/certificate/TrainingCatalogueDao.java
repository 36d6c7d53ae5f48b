package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.training.TrainingModule;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code certification_programs} and {@code training_modules}. */
interface TrainingCatalogueDao {
    String PROGRAMS =
            """
            select level, program_version as version, name, required_modules,
                passing_score_rate::numeric as passing_score_rate, validity_months, active
            from certification_programs
            """;

    String MODULES =
            """
            select module_id, code, name, format, level, duration_minutes, prerequisites, objectives,
                passing_score_rate::numeric as passing_score_rate, max_attempts, active, version
            from training_modules
            """;

    /**
     * Locks the catalog, so that changes to it happen one after the other: prerequisites lead from module to module.
     */
    @SqlQuery("select 1 from pg_advisory_xact_lock(hashtextextended('training catalogue', 0))")
    int lock();

    /** Returns for each level the program in force, else the newest. */
    @SqlQuery(
            """
            select distinct on (level) level, program_version as version, name, required_modules,
                passing_score_rate::numeric as passing_score_rate, validity_months, active
            from certification_programs
            order by level, active desc, program_version desc
            """)
    @RegisterConstructorMapper(CertificateProgram.class)
    List<CertificateProgram> shownPrograms();

    @SqlQuery(PROGRAMS + "where level = :level order by program_version desc limit 1")
    @RegisterConstructorMapper(CertificateProgram.class)
    Optional<CertificateProgram> newest(CertificateLevel level);

    @SqlQuery(PROGRAMS + "where level = :level and active")
    @RegisterConstructorMapper(CertificateProgram.class)
    Optional<CertificateProgram> active(CertificateLevel level);

    @SqlUpdate(
            """
            update certification_programs
            set active = false, updated_at = :now
            where level = :level and active
            """)
    void deactivate(CertificateLevel level, Instant now);

    @SqlUpdate(
            """
            insert into certification_programs (level, program_version, name, required_modules, passing_score_rate,
                validity_months, active, created_at, updated_at)
            values (:level, :version, :name, :requiredModules, cast(:passingScoreRate as double precision),
                :validityMonths, :active, :now, :now)
            """)
    void insert(@BindMethods CertificateProgram program, Instant now);

    @SqlQuery(
            MODULES
                    + """
                    where cast(:after as text) is null or code > :after
                    order by code
                    limit :most
                    """)
    @RegisterConstructorMapper(TrainingModule.class)
    List<TrainingModule> modules(@Nullable String after, int most);

    @SqlQuery("select count(*) from training_modules")
    long moduleCount();

    @SqlQuery(MODULES + "order by code")
    @RegisterConstructorMapper(TrainingModule.class)
    List<TrainingModule> allModules();

    @SqlUpdate(
            """
            insert into training_modules (module_id, code, name, format, level, duration_minutes, prerequisites,
                objectives, passing_score_rate, max_attempts, active, created_at, updated_at)
            values (:moduleId, :code, :name, :format, :level, :durationMinutes, :prerequisites, :objectives,
                cast(:passingScoreRate as double precision), :maxAttempts, :active, :now, :now)
            """)
    void insert(@BindMethods TrainingModule module, Instant now);

    @SqlUpdate(
            """
            update training_modules
            set name = :name, format = :format, level = :level, duration_minutes = :durationMinutes,
                prerequisites = :prerequisites, objectives = :objectives,
                passing_score_rate = cast(:passingScoreRate as double precision), max_attempts = :maxAttempts,
                active = :active, version = :version, updated_at = :now
            where module_id = :moduleId
            """)
    void update(@BindMethods TrainingModule module, Instant now);
}
