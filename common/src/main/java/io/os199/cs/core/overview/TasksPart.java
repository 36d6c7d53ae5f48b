package io.os199.cs.core.overview;

import io.os199.cs.platform.database.Part;

import java.util.List;

/** Reads the ten open tasks of {@code :clientId} that are due first, as of {@code :today}. */
public final class TasksPart {
    /** The first items, and the total count. */
    public record First(List<TaskItem> items, long totalCount) {
        public Bounded<TaskItem> bounded() {
            return new Bounded<>(items, totalCount);
        }
    }

    public static final Part<First> FIRST =
            new Part<>(
                    "tasks",
                    First.class,
                    """
                    select coalesce(json_agg(item), '[]') as items, coalesce(max(item.total), 0) as total_count
                    from (
                        select task_id, title, owner, priority, due_date, due_date < :today as is_overdue, source,
                            count(*) over () as total
                        from tasks
                        where client_id = :clientId and status = 'open'
                        order by due_date, task_id
                        limit 10

                    ) item
                    """);

    private TasksPart() {}
}
