package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.TaskStore;
import io.os199.cs.platform.ids.TypeId;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The tasks of all replicas, in memory as if in one database. */
final class FixtureTasks implements TaskStore {
    private final Map<String, FixtureTask> tasks = new ConcurrentHashMap<>();
    private final Consumer<String> changed;

    /** Creates the store; {@code changed} receives the id of each task that has changed. */
    FixtureTasks(Consumer<String> changed) {
        this.changed = changed;
    }

    /** Begins a task, which can be found before this returns. */
    Outcome begin(Asked asked, FixtureTask.Work work) {
        String id = TypeId.next("job");
        FixtureTask task = new FixtureTask(id, asked.principal().id(), () -> changed.accept(id));
        tasks.put(id, task);
        ObjectNode begun = task.summary();
        Thread.startVirtualThread(() -> task.run(work));
        return new Outcome.TaskBegun(begun);
    }

    @Override
    public Optional<ObjectNode> find(String taskId, Asked asked) {
        return own(taskId, asked).map(FixtureTask::detail);
    }

    @Override
    public boolean update(String taskId, Map<String, JsonNode> responses, Asked asked) {
        Optional<FixtureTask> task = own(taskId, asked);
        task.ifPresent(each -> each.answer(responses));
        return task.isPresent();
    }

    @Override
    public boolean cancel(String taskId, Asked asked) {
        Optional<FixtureTask> task = own(taskId, asked);
        task.ifPresent(FixtureTask::cancel);
        return task.isPresent();
    }

    private Optional<FixtureTask> own(String taskId, Asked asked) {
        return Optional.ofNullable(tasks.get(taskId))
                .filter(task -> task.principal().equals(asked.principal().id()));
    }
}
