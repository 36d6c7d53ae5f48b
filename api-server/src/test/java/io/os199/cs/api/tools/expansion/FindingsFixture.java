package io.os199.cs.api.tools.expansion;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.AuditLog;
import io.os199.cs.expansion.ExpansionScenes;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The expansion tools over a database of their own, at noon on 2026-07-01. */
final class FindingsFixture implements AutoCloseable {
    static final LocalDate TODAY = LocalDate.parse("2026-07-01");
    static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    final TestDatabase database = TestDatabase.create(clock);
    final ToolFixture tools = new ToolFixture(database.database(), clock);
    private final List<Tool<?, ?>> group;

    FindingsFixture() {
        group =
                ExpansionTools.of(
                        database.database(),
                        Features.of(Cache.none(), clock, new ServiceConfiguration()),
                        new JobCalls(ToolFixture.jobs(database, clock), new AuditLog(clock)),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    Tool<?, ?> tool(Class<?> type) {
        return group.stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    void rows(Consumer<Handle> fill) {
        database.jdbi().useHandle(fill::accept);
    }

    void scan() {
        ExpansionScenes.scan(database, clock, 2_000);
    }

    /** Returns one field of all items, as text. */
    static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asText()).toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
