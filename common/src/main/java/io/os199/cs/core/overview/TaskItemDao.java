package io.os199.cs.core.overview;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

interface TaskItemDao {
    record Row(@Nested TaskItem item, int total) {}

    @SqlQuery(
            """
            select task_id, title, owner, priority, due_date, due_date < :today as is_overdue, source,
                count(*) over () as total
            from tasks
            where client_id = :clientId and status = 'open'
            order by due_date, task_id
            limit :most
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> open(String clientId, LocalDate today, int most);
}
