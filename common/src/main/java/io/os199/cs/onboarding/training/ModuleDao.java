package io.os199.cs.onboarding.training;

import io.os199.cs.platform.answer.Refusal.Suggestion;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads {@code training_modules}. */
interface ModuleDao {
    String COLUMNS =
            """
            select module_id, code, name, format, level, duration_minutes, prerequisites, objectives,
                passing_score_rate::numeric as passing_score_rate, max_attempts, active, version
            from training_modules
            """;

    @SqlQuery(
            COLUMNS
                    + """
                    where module_id = :reference or code = :reference or lower(btrim(name)) = lower(:reference)
                    order by active desc, module_id
                    """)
    @RegisterConstructorMapper(TrainingModule.class)
    List<TrainingModule> named(String reference);

    @SqlQuery(COLUMNS + "where module_id = any(:ids)")
    @RegisterConstructorMapper(TrainingModule.class)
    List<TrainingModule> withIds(List<String> ids);

    /** Finds active modules whose code or name resembles the text, most similar first. */
    @SqlQuery(
            """
            select code as value, name
            from training_modules
            where active
            order by greatest(similarity(code, :text), similarity(name, :text)) desc, code
            limit 5
            """)
    @RegisterConstructorMapper(Suggestion.class)
    List<Suggestion> nearest(String text);
}
