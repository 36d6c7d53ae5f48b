package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationStatus;
import io.os199.cs.communication.model.TriggerType;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code automations} of the kind communication. */
interface CommunicationAutomationDao {
    @SqlUpdate(
            """
            insert into automations (automation_id, kind, name, trigger_type, trigger, target, actions, delay_minutes,
                cooldown_days, max_runs_per_day, status, activated_at, created_at, updated_at)
            values (:automationId, 'communication', :name, :type, cast(:trigger as jsonb), cast(:target as jsonb),
                cast(:actions as jsonb), :delayMinutes, :cooldownDays, :maxRunsPerDay, :status,
                case when :status = 'active' then cast(:now as timestamptz) end, :now, :now)
            """)
    void insert(
            String automationId,
            String name,
            TriggerType type,
            String trigger,
            String target,
            String actions,
            int delayMinutes,
            int cooldownDays,
            int maxRunsPerDay,
            AutomationStatus status,
            Instant now);

    /** Updates an automation; with a new trigger or target, occurrences before now do not count. */
    @SqlUpdate(
            """
            update automations
            set name = :name, trigger_type = :type, trigger = cast(:trigger as jsonb), target = cast(:target as jsonb),
                actions = cast(:actions as jsonb), delay_minutes = :delayMinutes, cooldown_days = :cooldownDays,
                activated_at = case when trigger = cast(:trigger as jsonb) and target = cast(:target as jsonb)
                    or activated_at is null then activated_at else :now end,
                version = version + 1, updated_at = :now
            where automation_id = :automationId
            """)
    void update(
            String automationId,
            String name,
            TriggerType type,
            String trigger,
            String target,
            String actions,
            int delayMinutes,
            int cooldownDays,
            Instant now);

    @SqlUpdate(
            """
            update automations
            set status = :status, activated_at = case when :status = 'active' then :now else activated_at end,
                max_runs_per_day = :maxRunsPerDay, version = version + 1, updated_at = :now
            where automation_id = :automationId
            """)
    void move(String automationId, AutomationStatus status, int maxRunsPerDay, Instant now);

    /** An automation as queried. */
    record Row(
            String automationId,
            String name,
            @Json AutomationTrigger trigger,
            @Json AutomationSettings.Target target,
            @Json List<AutomationAction> actions,
            int delayMinutes,
            int cooldownDays,
            int maxRunsPerDay,
            AutomationStatus status,
            @Nullable Instant activatedAt,
            @Nullable Instant lastEvaluatedAt,
            @Nullable String lastError,
            int version) {
        Automation automation() {
            return new Automation(
                    automationId,
                    new AutomationSettings(
                            name, trigger, target, actions, delayMinutes, cooldownDays),
                    maxRunsPerDay,
                    status,
                    activatedAt,
                    lastEvaluatedAt,
                    lastError,
                    version);
        }
    }

    /** The query of a {@link Row}; conditions may follow. */
    String ROWS =
            """
            select automation_id, name, trigger, target, actions, delay_minutes, cooldown_days, max_runs_per_day, status,
                activated_at, last_evaluated_at, last_error, version
            from automations
            where kind = 'communication'
            """;

    @SqlQuery(ROWS + "and automation_id = :automationId")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String automationId);

    /** As {@link #find}, locked until the transaction ends. */
    @SqlQuery(ROWS + "and automation_id = :automationId for no key update")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> lock(String automationId);

    /** Returns a page, the newest first. */
    @SqlQuery(
            ROWS
                    + """
                    and (cast(:afterId as text) is null or automation_id < :afterId)
                    order by automation_id desc
                    limit :limit
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(@Nullable String afterId, int limit);

    @SqlQuery("select count(*) from automations where kind = 'communication'")
    long count();

    @SqlQuery(
            """
            select automation_id from automations
            where kind = 'communication' and status = 'active'
            order by automation_id
            """)
    List<String> active();

    /** Finds another automation with the same name. */
    @SqlQuery(
            """
            select automation_id from automations
            where kind = 'communication' and lower(name) = lower(:name) and status <> 'archived'
                and automation_id <> :automationId
            """)
    Optional<String> named(String name, String automationId);

    /** Locks the name, so that two callers that take it at once come one after the other. */
    @SqlQuery(
            "select 1 from pg_advisory_xact_lock(hashtextextended('communication automation name '"
                    + " || lower(:name), 0))")
    int lockName(String name);

    /** Whether this is the only evaluation of the automation until the transaction ends. */
    @SqlQuery(
            "select pg_try_advisory_xact_lock(hashtextextended('automation ' || :automationId, 0))")
    boolean tryLockRuns(String automationId);

    @SqlUpdate(
            """
            update automations set last_evaluated_at = :at, last_error = null where automation_id = :automationId
            """)
    void evaluated(String automationId, Instant at);

    @SqlUpdate("update automations set last_error = :error where automation_id = :automationId")
    void failed(String automationId, String error);

    /** Pauses it if it is still active. */
    @SqlUpdate(
            """
            update automations
            set status = 'paused_by_limit', version = version + 1, updated_at = :now
            where automation_id = :automationId and status = 'active'
            """)
    int pauseByLimit(String automationId, Instant now);
}
