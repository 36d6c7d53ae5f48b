package io.os199.cs.communication;

import io.os199.cs.communication.model.Task;
import io.os199.cs.communication.model.TaskFilter;
import io.os199.cs.communication.model.TaskPriority;
import io.os199.cs.communication.model.TaskSource;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The table {@code tasks}. */
@RegisterConstructorMapper(Task.class)
interface TaskDao {
    @PlannedForItsValues
    @SqlQuery(
            """
            select t.task_id, t.client_id, c.name as client_name, t.title, t.source, t.due_date, t.owner,
                t.status = 'open' and t.due_date < :today as is_overdue, t.status
            from tasks t
            join clients c on c.client_id = t.client_id
            where (cast(:clientId as text) is null or t.client_id = :clientId)
                and (cast(:dueBefore as date) is null or t.due_date < :dueBefore)
                and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
                and (cast(:status as text) is null or t.status = :status)
                and (cast(:afterDate as date) is null or (t.due_date, t.task_id) > (:afterDate, :afterId))
            order by t.due_date, t.task_id
            limit :limit
            """)
    List<Task> page(
            @BindMethods TaskFilter filter,
            @Nullable LocalDate afterDate,
            @Nullable String afterId,
            LocalDate today,
            int limit);

    /** The number of tasks that match a filter, and how many of them are overdue. */
    record Counts(long total, long overdue) {}

    @PlannedForItsValues
    @SqlQuery(
            """
            select count(*) as total,
                count(*) filter (where t.status = 'open' and t.due_date < :today) as overdue
            from tasks t
            join clients c on c.client_id = t.client_id
            where (cast(:clientId as text) is null or t.client_id = :clientId)
                and (cast(:dueBefore as date) is null or t.due_date < :dueBefore)
                and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
                and (cast(:status as text) is null or t.status = :status)
            """)
    @RegisterConstructorMapper(Counts.class)
    Counts counts(@BindMethods TaskFilter filter, LocalDate today);

    /** Returns 0 when the task exists already for the same occurrence. */
    @SqlUpdate(
            """
            insert into tasks (client_id, task_id, title, owner, priority, due_date, source, source_id, created_at,
                updated_at)
            values (:clientId, :taskId, :title, :owner, :priority, :dueDate, :source, :sourceId, :now, :now)
            on conflict (client_id, source, source_id, title) do nothing
            """)
    int insert(
            String clientId,
            String taskId,
            String title,
            @Nullable String owner,
            TaskPriority priority,
            LocalDate dueDate,
            TaskSource source,
            String sourceId,
            Instant now);

    /** Returns the tasks as they are now, locked until this transaction ends; always in the same order. */
    @SqlQuery(
            """
            select t.task_id, t.client_id, c.name as client_name, t.title, t.source, t.due_date, t.owner,
                t.status = 'open' and t.due_date < :today as is_overdue, t.status
            from tasks t
            join clients c on c.client_id = t.client_id
            where t.task_id = any(:taskIds)
            order by t.task_id
            for update of t
            """)
    List<Task> lock(List<String> taskIds, LocalDate today);

    @SqlUpdate(
            """
            update tasks
            set status = 'done', done_at = :now, version = version + 1, updated_at = :now
            where task_id = any(:taskIds) and status = 'open'
            """)
    void complete(List<String> taskIds, Instant now);
}
