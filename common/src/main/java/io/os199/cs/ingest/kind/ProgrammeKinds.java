package io.os199.cs.ingest.kind;

import static io.os199.cs.ingest.file.Column.choice;
import static io.os199.cs.ingest.file.Column.flag;
import static io.os199.cs.ingest.file.Column.json;
import static io.os199.cs.ingest.file.Column.named;
import static io.os199.cs.ingest.file.Column.rate;
import static io.os199.cs.ingest.file.Column.text;
import static io.os199.cs.ingest.file.Column.texts;
import static io.os199.cs.ingest.file.Column.whole;

import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.model.FaultCode;

import java.util.List;

/** What we do with clients repeatedly: surveys, playbooks, training. */
final class ProgrammeKinds {
    /** The codes of modules that would require themselves once the file is merged. */
    private static final String CIRCULAR =
            """
            with recursive needed as (
                select o.code, wanted as needs
                from import_staging_training_modules o cross join unnest(o.prerequisites) wanted
                where o.import_id = :importId and not o.bad
                    and (:update or not exists (select from training_modules m where m.code = o.code))
                union all
                select m.code, n.code
                from training_modules m
                cross join unnest(m.prerequisites) wanted
                join training_modules n on n.module_id = wanted
                where not (:update and exists (select from import_staging_training_modules o
                    where o.import_id = :importId and o.code = m.code and not o.bad
                        and (o.prerequisites is not null or 'prerequisites' = any(o.cleared))))),
            reached as (
                select code, needs from needed
                union
                select r.code, n.needs from reached r join needed n on n.code = r.needs)
            select code from reached where needs = code\
            """;

    private ProgrammeKinds() {}

    static List<Kind> all() {
        return List.of(surveys(), playbooks(), modules());
    }

    /** Returns a check that of rows with the same {@code same}, only one is active. */
    private static Check oneActive(String table, String key, String same) {
        return Check.conflict(
                "active",
                "is true and so is that of another with the same %s; set that to false in the same file"
                        .formatted(same),
                """
                s.active and (
                    exists (select from import_staging_%1$s o
                        where o.import_id = s.import_id and o.%3$s = s.%3$s and o.active and not o.bad
                            and (o.chunk_no, o.line) <> (s.chunk_no, s.line))
                    or exists (select from %1$s c
                        where c.%3$s = s.%3$s and c.active and c.%2$s <> s.%2$s
                            and not (:update and exists (select from import_staging_%1$s o
                                where o.import_id = s.import_id and o.%3$s = c.%3$s and o.%2$s = c.%2$s
                                    and not o.bad and (o.chunk_no, o.line) <= (:toChunk, :toLine)
                                    and (not o.active or 'active' = any(o.cleared))))))
                """
                        .formatted(table, key, same));
    }

    /**
     * Returns a statement that ends the old one first, because one statement may not activate the new one while the
     * old one is active.
     */
    private static String endFirst(String table, String... key) {
        StringBuilder join = new StringBuilder();
        for (String column : key) {
            join.append("c.%1$s = s.%1$s and ".formatted(column));
        }
        return """
        update %1$s c set active = false, updated_at = :now
        from import_staging_%1$s s
        where :update and c.active and (not s.active or 'active' = any(s.cleared)) and %2$s %3$s
        """
                .formatted(table, join, Batch.ROWS);
    }

    private static Kind surveys() {
        Layout layout =
                Layout.of(
                        text("survey_id", 100).required(),
                        choice("kind", "nps", "csat", "ces").required(),
                        named("name", 200).required(),
                        text("question", 1_000).required(),
                        text("link_url", 2_000),
                        flag("active"));
        return TableKind.of("surveys", layout)
                .reference()
                .keyColumn("survey_id")
                .stored("left join surveys t on t.survey_id = s.survey_id")
                .set("kind", "name", "question", "link_url")
                .setOr("active", "active", "false")
                .check(
                        Check.conflict(
                                "kind",
                                "is not the one that the survey was sent or answered as; take a new"
                                        + " survey_id for another kind",
                                """
                                :update and exists (select from surveys c
                                    where c.survey_id = s.survey_id and c.kind <> s.kind
                                        and (exists (select from survey_sends x where x.survey_id = c.survey_id)
                                            or exists (select from survey_responses x where x.survey_id = c.survey_id)))
                                """))
                .check(oneActive("surveys", "survey_id", "kind"))
                .check(
                        Check.conflict(
                                "kind",
                                "is not the one that the active survey has; say in active whether"
                                        + " it stays so",
                                """
                                :update and s.active is null and not 'active' = any(s.cleared)
                                    and exists (select from surveys c
                                        where c.survey_id = s.survey_id and c.active and c.kind <> s.kind)
                                """))
                .first(endFirst("surveys", "survey_id"))
                .export(
                        """
                        select t.survey_id, t.kind, t.name, t.question, t.link_url, %s as active
                        from surveys t order by t.survey_id
                        """
                                .formatted(Exports.flag("t.active")))
                .build();
    }

    private static Kind playbooks() {
        Layout layout =
                Layout.of(
                        text("playbook_key", 100).required(),
                        whole("playbook_version", 1, 1_000_000).required(),
                        named("name", 200).required(),
                        choice("kind", "retention", "renewal", "adoption", "winback").required(),
                        text("goal", 1_000).required(),
                        json("steps", 100_000).required(),
                        flag("active"));
        return TableKind.of("playbooks", layout)
                .reference()
                .keyColumn("playbook_key")
                .keyColumn("playbook_version")
                .stored(
                        """
                        left join playbooks t
                            on (t.playbook_key, t.playbook_version) = (s.playbook_key, s.playbook_version)
                        """)
                .set("name", "kind", "goal", "steps")
                .setOr("active", "active", "false")
                .check(
                        new Check(
                                "steps",
                                FaultCode.WRONG_TYPE,
                                "steps is no array of {level, title, channel, offset_days, subject,"
                                        + " body_text}",
                                "jsonb_typeof(s.steps) <> 'array'"))
                .check(oneActive("playbooks", "playbook_version", "playbook_key"))
                .first(endFirst("playbooks", "playbook_key", "playbook_version"))
                .export(
                        """
                        select t.playbook_key, t.playbook_version, t.name, t.kind, t.goal, t.steps, %s as active
                        from playbooks t order by t.playbook_key, t.playbook_version
                        """
                                .formatted(Exports.flag("t.active")))
                .build();
    }

    private static Kind modules() {
        Layout layout =
                Layout.of(
                        text("code", 100).required(),
                        named("name", 200).required(),
                        choice(
                                        "format",
                                        "live_webinar",
                                        "one_on_one",
                                        "workshop",
                                        "self_paced",
                                        "video",
                                        "documentation")
                                .required(),
                        whole("duration_minutes", 0, 100_000).required(),
                        choice("level", "basic", "intermediate", "advanced", "expert"),
                        texts("prerequisites", 50, 100),
                        texts("objectives", 50, 500),
                        rate("passing_score_rate"),
                        whole("max_attempts", 1, 100),
                        flag("active"));
        return TableKind.of("training_modules", layout)
                .reference()
                .id("module_id", "module")
                .uniqueIn("code")
                .stored("left join training_modules t on t.code = s.code")
                .versioned()
                .set("code", "name", "format", "duration_minutes", "level", "passing_score_rate")
                // The file names modules by their codes, the table by their ids; those of the same
                // file have none yet.
                .value(
                        "prerequisites",
                        """
                        case when 'prerequisites' = any(s.cleared) then '{}' when s.prerequisites is null
                            then coalesce(t.prerequisites, '{}') else array(
                                select coalesce(m.module_id, o.row_id)
                                from unnest(s.prerequisites) with ordinality as wanted (code, place)
                                left join training_modules m on m.code = wanted.code
                                left join import_staging_training_modules o
                                    on o.import_id = s.import_id and o.code = wanted.code and not o.bad
                                order by place) end\
                        """)
                .setOr("objectives", "objectives", "'{}'")
                .setOr("max_attempts", "max_attempts", "3")
                .setOr("active", "active", "true")
                .check(
                        Check.unknown(
                                "prerequisites",
                                "names the code of a module that there is not",
                                """
                                select where not exists (select from unnest(s.prerequisites) wanted
                                    where not exists (select from training_modules m where m.code = wanted)
                                        and not exists (select from import_staging_training_modules o
                                            where o.import_id = s.import_id and o.code = wanted and not o.bad))\
                                """))
                .check(
                        Check.conflict(
                                "prerequisites",
                                "leads back to the module itself, by those of other modules or at"
                                        + " once",
                                "s.prerequisites is not null and s.code in (%s)"
                                        .formatted(CIRCULAR)))
                .export(
                        """
                        select t.code, t.name, t.format, t.duration_minutes, t.level,
                            (select string_agg(replace(replace(m.code, '\\', '\\\\'), '|', '\\|'), '|' order by place)
                                from unnest(t.prerequisites) with ordinality as wanted (module_id, place)
                                join training_modules m on m.module_id = wanted.module_id) as prerequisites,
                            %s as objectives, t.passing_score_rate, t.max_attempts, %s as active
                        from training_modules t order by t.code
                        """
                                .formatted(Exports.texts("t.objectives"), Exports.flag("t.active")))
                .build();
    }
}
