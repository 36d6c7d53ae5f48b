package io.os199.cs.communication;

import io.os199.cs.communication.TaskDao.Counts;
import io.os199.cs.communication.model.Task;
import io.os199.cs.communication.model.TaskFilter;
import io.os199.cs.communication.model.TaskPosition;
import io.os199.cs.communication.model.TaskPriority;
import io.os199.cs.communication.model.TaskSource;
import io.os199.cs.communication.model.TaskStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.text.PersonalData;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The task list: what colleagues still have to do, for one client or for all. */
public final class Tasks {
    /** The days until a task without a due date is due, the same as for automations. */
    private static final int USUAL_DUE_DAYS = 3;

    private static final int SHOWN = 20;

    private final Timeline timeline;
    private final AuditLog auditLog;
    private final Clock clock;

    public Tasks(Timeline timeline, AuditLog auditLog, Clock clock) {
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.clock = clock;
    }

    /**
     * The tasks after a position, by due date and id.
     *
     * @param items one more than asked for when the list goes on
     */
    public record Listed(List<Task> items, long totalCount, long overdueCount) {}

    /** Returns at most {@code limit} tasks and the one after them. */
    public Listed list(Transaction tx, TaskFilter filter, @Nullable TaskPosition after, int limit) {
        TaskDao dao = tx.dao(TaskDao.class);
        LocalDate today = day(clock.instant());
        LocalDate afterDate = after == null ? null : after.dueDate();
        String afterId = after == null ? null : after.taskId();
        List<Task> items = dao.page(filter, afterDate, afterId, today, limit + 1);
        Counts counts = dao.counts(filter, today);
        return new Listed(items, counts.total(), counts.overdue());
    }

    /** Creates a task that a colleague gives; without a due date it is due in three days. */
    public Task create(
            Transaction tx,
            ClientRef client,
            String title,
            @Nullable LocalDate dueDate,
            @Nullable String owner,
            String tool,
            Actor actor) {
        Instant now = now();
        String taskId = TypeId.next("task");
        LocalDate due = dueDate == null ? day(now).plusDays(USUAL_DUE_DAYS) : dueDate;
        TaskDao dao = tx.dao(TaskDao.class);
        dao.insert(
                client.clientId(),
                taskId,
                title,
                owner,
                TaskPriority.MEDIUM,
                due,
                TaskSource.MANUAL,
                taskId,
                now);
        timeline.record(
                tx,
                event(
                        timeline.newId(),
                        client.clientId(),
                        taskId,
                        "Task opened",
                        tool,
                        actor,
                        now));
        auditLog.record(
                tx,
                AuditEntry.done(actor, tool, "create task", List.of(client.clientId(), taskId)));
        return dao.lock(List.of(taskId), day(now)).getFirst();
    }

    /**
     * Creates a task that the product gives, in the transaction that records what it came from; the same occurrence
     * never gives two.
     *
     * @param sourceId names the occurrence
     * @return its id
     */
    public String create(
            Transaction tx,
            ClientRef client,
            String title,
            LocalDate dueDate,
            @Nullable String owner,
            TaskSource source,
            String sourceId) {
        return create(tx, client, title, TaskPriority.MEDIUM, dueDate, owner, source, sourceId);
    }

    /** As the other method, with a priority. */
    public String create(
            Transaction tx,
            ClientRef client,
            String title,
            TaskPriority priority,
            LocalDate dueDate,
            @Nullable String owner,
            TaskSource source,
            String sourceId) {
        String taskId = TypeId.next("task");
        tx.dao(TaskDao.class)
                .insert(
                        client.clientId(),
                        taskId,
                        title,
                        owner,
                        priority,
                        dueDate,
                        source,
                        sourceId,
                        now());
        return taskId;
    }

    /** Completes all the tasks, or none when one is unknown. A task that is already closed stays as it is. */
    public Answer<List<Task>> complete(
            Transaction tx, List<String> taskIds, String tool, Actor actor) {
        Instant now = now();
        TaskDao dao = tx.dao(TaskDao.class);
        List<Task> found = dao.lock(taskIds, day(now));
        Set<String> unknown = new TreeSet<>(taskIds);
        found.forEach(task -> unknown.remove(task.taskId()));
        if (!unknown.isEmpty()) {
            return Answer.refused(unknown(dao, unknown, found, day(now)));
        }
        List<Task> open = found.stream().filter(task -> task.status() == TaskStatus.OPEN).toList();
        if (open.isEmpty()) {
            return Answer.of(found);
        }
        List<String> openIds = open.stream().map(Task::taskId).toList();
        dao.complete(openIds, now);
        timeline.record(
                tx,
                open.stream()
                        .map(
                                task ->
                                        event(
                                                timeline.idOf("task_done", task.taskId()),
                                                task.clientId(),
                                                task.taskId(),
                                                "Task done",
                                                tool,
                                                actor,
                                                now))
                        .toList());
        auditLog.record(tx, AuditEntry.done(actor, tool, "complete tasks", openIds));
        return Answer.of(dao.lock(taskIds, day(now)));
    }

    private static Refusal unknown(
            TaskDao dao, Set<String> unknown, List<Task> found, LocalDate today) {
        String clientId = found.isEmpty() ? null : found.getFirst().clientId();
        List<Task> open =
                dao.page(
                        new TaskFilter(clientId, null, null, TaskStatus.OPEN),
                        null,
                        null,
                        today,
                        SHOWN);
        String ids =
                unknown.stream()
                        .map(id -> TypeId.is("task", id) ? id : "one that is no task id")
                        .distinct()
                        .collect(Collectors.joining(", "));
        return Refusal.notFound(
                        "task_ids",
                        "task_ids names tasks that there are not: " + ids + "; nothing was done")
                .expected("ids of tasks, as list_tasks gives them")
                .suggestions(
                        open.stream()
                                .map(
                                        task ->
                                                new Suggestion(
                                                        task.taskId(),
                                                        PersonalData.blankContacts(task.title())))
                                .toList());
    }

    private static TimelineEvent event(
            String eventId,
            String clientId,
            String taskId,
            String title,
            String tool,
            Actor actor,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                eventId,
                EventType.NOTE,
                title,
                Map.of("task_id", taskId),
                Impact.NEUTRAL,
                false,
                actor.principal(),
                tool,
                taskId);
    }

    private Instant now() {
        return StoredTime.now(clock);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
