package io.os199.cs.api.tools.core;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.Tasks.Listed;
import io.os199.cs.communication.model.Task;
import io.os199.cs.communication.model.TaskFilter;
import io.os199.cs.communication.model.TaskPosition;
import io.os199.cs.communication.model.TaskStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.core.model.TouchpointKind;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

@ToolInfo(
        name = "log_activity",
        title = "Log an activity, work tasks",
        description =
                "Records a call, meeting, mail or chat with a client; lists, creates and "
                        + "completes tasks. It sends nothing: send_personalized_email does.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class LogActivity implements Tool<LogActivity.Input, LogActivity.Output> {
    private static final String TOOL = "log_activity";
    private static final int USUAL_LIMIT = 50;
    private static final int LONGEST_NOTE = 2_000;
    private static final Duration OLDEST = Duration.ofDays(730);

    /** The action to take. */
    public enum Action {
        LOG_TOUCHPOINT,
        LIST_TASKS,
        CREATE_TASK,
        COMPLETE_TASKS
    }

    /** The kinds of contact that a colleague can report. */
    public enum Kind {
        EMAIL,
        CALL,
        MEETING,
        CHAT
    }

    /** The tasks to list. */
    public enum Status {
        OPEN,
        DONE,
        ALL
    }

    public record Input(
            @Default("log_touchpoint")
                    @Doc(
                            "log_touchpoint needs client_id, kind; create_task client_id, title;"
                                    + " complete_tasks task_ids")
                    Action action,
            @Nullable
                    @Actions(
                            value = {"log_touchpoint", "create_task", "list_tasks"},
                            requiredBy = {"log_touchpoint", "create_task"})
                    String clientId,
            @Nullable @Actions(value = "log_touchpoint", requiredBy = "log_touchpoint") Kind kind,
            @Default("outbound") @Actions("log_touchpoint") Direction direction,
            @Nullable @Actions("log_touchpoint") Instant occurredAt,
            @Nullable @Actions("log_touchpoint") @Email @Size(max = 254) String contactEmail,
            @Nullable @Actions("log_touchpoint") @Size(max = LONGEST_NOTE) String note,
            @Default(value = "false", listed = false) @Actions("log_touchpoint") boolean isAnswered,
            @Nullable
                    @Actions(value = "create_task", requiredBy = "create_task")
                    @Size(min = 1, max = 200)
                    String title,
            @Nullable @Actions("create_task") LocalDate dueDate,
            @Nullable @Actions("create_task") @Size(min = 1, max = 200) String owner,
            @Nullable
                    @Actions(value = "complete_tasks", requiredBy = "complete_tasks")
                    @Size(min = 1, max = 50)
                    List<@Size(min = 1, max = 60) String> taskIds,
            @Nullable @Actions("list_tasks") LocalDate dueBefore,
            @Nullable @Actions("list_tasks") @Size(min = 1, max = 200) String csm,
            @Default("open") @Actions("list_tasks") Status statusFilter,
            @Default(value = "50", listed = false) @Actions("list_tasks") @Min(1) @Max(200)
                    int limit,
            @Nullable @Actions("list_tasks") @Size(max = Cursors.LONGEST) String cursor,
            @Nullable
                    @Actions({"log_touchpoint", "create_task", "complete_tasks"})
                    @Size(min = 1, max = 100)
                    String idempotencyKey) {}

    public record Output(
            @Nullable String clientId,
            @Nullable String clientName,
            @Nullable String touchpointId,
            @Nullable String answeredTouchpointId,
            @Nullable Integer lastTouchpointAgeDays,
            @Nullable Note note,
            @Nullable List<Task> items,
            @Nullable Long totalCount,
            @Nullable Long overdueCount,
            @Nullable String nextCursor,
            @Nullable List<Task> tasks) {

        static Output of(List<Task> tasks) {
            return new Output(null, null, null, null, null, null, null, null, null, null, tasks);
        }
    }

    /** What was noted about a touchpoint, possibly in the customer's words. */
    public record Note(
            boolean untrusted,
            @Personal(Personal.Kind.TEXT) String noteText,
            @Nullable Boolean truncated) {
        static @Nullable Note of(@Nullable String stored) {
            if (stored == null) {
                return null;
            }
            UntrustedText text = UntrustedText.of(stored, LONGEST_NOTE);
            return new Note(true, text.text(), text.truncated() ? true : null);
        }
    }

    private final Database database;
    private final ClientDirectory directory;
    private final Touchpoints touchpoints;
    private final Tasks tasks;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Cursors cursors;

    public LogActivity(
            Database database,
            ClientDirectory directory,
            Touchpoints touchpoints,
            Tasks tasks,
            AuditLog auditLog,
            ClientAnswers answers,
            Cursors cursors) {
        this.database = database;
        this.directory = directory;
        this.touchpoints = touchpoints;
        this.tasks = tasks;
        this.auditLog = auditLog;
        this.answers = answers;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        Instant at = input.occurredAt();
        Instant earliest = call.now().minus(OLDEST);
        if (at != null && (at.isAfter(call.now()) || at.isBefore(earliest))) {
            faults.add(
                    new Fault(
                            "occurred_at",
                            "occurred_at "
                                    + at
                                    + " has to lie between "
                                    + earliest
                                    + " and now, "
                                    + call.now(),
                            "an instant of the last 730 days"));
        }
        if (input.isAnswered() && input.direction() == Direction.INBOUND) {
            faults.add(
                    new Fault(
                            "is_answered",
                            "is_answered is said of outbound contacts; an inbound one answers by"
                                    + " itself",
                            "absent, or direction outbound"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.action() == Action.LIST_TASKS) {
            return list(input);
        }
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("list_tasks"));
        }
        Actor actor = call.actor();
        return call.write(
                Output.class,
                tx ->
                        switch (input.action()) {
                            case LOG_TOUCHPOINT -> touch(tx, input, call, actor);
                            case CREATE_TASK -> create(tx, input, actor);
                            case COMPLETE_TASKS -> complete(tx, input, actor);
                            case LIST_TASKS -> throw new IllegalStateException("reads");
                        });
    }

    private Answer<Output> touch(Transaction tx, Input input, Call call, Actor actor) {
        return client(tx, input)
                .then(
                        client -> {
                            String email = input.contactEmail();
                            return email == null
                                    ? Answer.of(record(tx, input, call, client, null, actor))
                                    : touchpoints
                                            .contact(tx, client, email)
                                            .map(id -> record(tx, input, call, client, id, actor));
                        });
    }

    private Output record(
            Transaction tx,
            Input input,
            Call call,
            ClientRef client,
            @Nullable String contactId,
            Actor actor) {
        Touchpoint touchpoint =
                new Touchpoint(
                        client.clientId(),
                        kind(Objects.requireNonNull(input.kind())),
                        input.direction(),
                        input.occurredAt() == null ? call.now() : input.occurredAt(),
                        contactId,
                        null,
                        note(input.note()),
                        actor.principal(),
                        input.isAnswered(),
                        null);
        Touchpoints.Recorded recorded = touchpoints.record(tx, touchpoint, TOOL, actor);
        answers.changed(tx, client.clientId());
        auditLog.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        "log touchpoint",
                        List.of(client.clientId(), recorded.touchpointId())));
        return new Output(
                client.clientId(),
                client.clientName(),
                recorded.touchpointId(),
                recorded.answeredTouchpointId(),
                recorded.lastTouchpointAgeDays(),
                Note.of(recorded.noteText()),
                null,
                null,
                null,
                null,
                null);
    }

    /** Returns a note as it is stored: absent where nothing of it is visible. */
    private static @Nullable String note(@Nullable String sent) {
        String text = sent == null ? "" : UntrustedText.of(sent, LONGEST_NOTE).text();
        return text.isEmpty() ? null : text;
    }

    private Answer<Output> create(Transaction tx, Input input, Actor actor) {
        return client(tx, input)
                .map(
                        client -> {
                            answers.changed(tx, client.clientId());
                            return Output.of(
                                    List.of(
                                            tasks.create(
                                                    tx,
                                                    client,
                                                    VisibleText.orEmpty(input.title()),
                                                    input.dueDate(),
                                                    VisibleText.of(input.owner()),
                                                    TOOL,
                                                    actor)));
                        });
    }

    private Answer<Output> complete(Transaction tx, Input input, Actor actor) {
        return tasks.complete(tx, Objects.requireNonNull(input.taskIds()), TOOL, actor)
                .map(
                        done -> {
                            answers.changedAll(
                                    tx, done.stream().map(Task::clientId).distinct().toList());
                            return Output.of(done);
                        });
    }

    private Answer<ClientRef> client(Transaction tx, Input input) {
        return directory.resolve(tx, Objects.requireNonNull(input.clientId()));
    }

    private Answer<Output> list(Input input) {
        return database.snapshot(
                tx -> {
                    if (input.clientId() == null) {
                        return page(tx, input, null);
                    }
                    return directory
                            .resolve(tx, input.clientId())
                            .then(client -> page(tx, input, client.clientId()));
                });
    }

    private Answer<Output> page(Transaction tx, Input input, @Nullable String clientId) {
        TaskFilter filter =
                new TaskFilter(
                        clientId, input.dueBefore(), input.csm(), status(input.statusFilter()));
        String digest = Cursors.digest("tasks", filter);
        return cursors.start(digest, input.cursor(), LogActivity::position)
                .map(start -> page(tx, input, filter, digest, start.position()))
                .then(output -> ofKnown(tx, input, output));
    }

    /** Refuses the name of a manager without clients where it is why a list is empty. */
    private static Answer<Output> ofKnown(Transaction tx, Input input, Output output) {
        if (input.cursor() != null || Objects.requireNonNull(output.totalCount()) > 0) {
            return Answer.of(output);
        }
        return ClientList.unknownCsm(tx, "csm", input.csm())
                .<Answer<Output>>map(Answer::refused)
                .orElseGet(() -> Answer.of(output));
    }

    private static TaskPosition position(List<@Nullable String> last) {
        return new TaskPosition(
                LocalDate.parse(Objects.requireNonNull(last.getFirst())),
                Objects.requireNonNull(last.getLast()));
    }

    private Output page(
            Transaction tx,
            Input input,
            TaskFilter filter,
            String digest,
            @Nullable TaskPosition after) {
        Listed listed = tasks.list(tx, filter, after, input.limit());
        Page<Task> page =
                Page.of(
                        listed.items(),
                        input.limit(),
                        listed.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(),
                        task ->
                                cursors.after(
                                        digest, List.of(task.dueDate().toString(), task.taskId())));
        return new Output(
                null,
                null,
                null,
                null,
                null,
                null,
                page.items(),
                page.totalCount(),
                listed.overdueCount(),
                page.nextCursor(),
                null);
    }

    private static @Nullable TaskStatus status(Status status) {
        return switch (status) {
            case OPEN -> TaskStatus.OPEN;
            case DONE -> TaskStatus.DONE;
            case ALL -> null;
        };
    }

    private static TouchpointKind kind(Kind kind) {
        return switch (kind) {
            case EMAIL -> TouchpointKind.EMAIL;
            case CALL -> TouchpointKind.CALL;
            case MEETING -> TouchpointKind.MEETING;
            case CHAT -> TouchpointKind.CHAT;
        };
    }
}
